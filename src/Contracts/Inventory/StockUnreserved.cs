namespace Sagas.Contracts.Inventory;

/// <summary>Nothing is reserved for the order any more, and nothing will be.</summary>
public sealed record StockUnreserved
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The key of the command that this answers.</summary>
    public required EffectKey EffectKey { get; init; }

    /// <summary>Units set free: 0 when nothing had been reserved.</summary>
    public required int Units { get; init; }
}
