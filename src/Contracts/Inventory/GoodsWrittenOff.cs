namespace Sagas.Contracts.Inventory;

/// <summary>The damaged goods of a return are written off.</summary>
public sealed record GoodsWrittenOff
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to: the return.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The key of the command that this answers.</summary>
    public required EffectKey EffectKey { get; init; }

    /// <summary>How many units, over all lines.</summary>
    public required int Units { get; init; }
}
