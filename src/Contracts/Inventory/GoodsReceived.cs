namespace Sagas.Contracts.Inventory;

/// <summary>The goods of a return have arrived: from now on it can't be cancelled.</summary>
public sealed record GoodsReceived
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to: the return.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The key of the command that this answers.</summary>
    public required EffectKey EffectKey { get; init; }

    /// <summary>When they arrived.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }
}
