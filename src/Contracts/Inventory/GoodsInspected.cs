namespace Sagas.Contracts.Inventory;

/// <summary>Somebody has looked at the goods of a return.</summary>
public sealed record GoodsInspected
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to: the return.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The key of the command that this answers.</summary>
    public required EffectKey EffectKey { get; init; }

    /// <summary>What was found, of every line that came back.</summary>
    public required IReadOnlyList<InspectedLine> Lines { get; init; }
}
