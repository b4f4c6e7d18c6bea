namespace Sagas.Contracts.Inventory;

/// <summary>Nothing was reserved.</summary>
public sealed record StockUnavailable
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The key of the command that this answers.</summary>
    public required EffectKey EffectKey { get; init; }

    /// <summary><c>OutOfStock</c>, <c>UnknownSku</c>, <c>CurrencyMismatch</c>, or <c>AlreadyUndone</c> when the undo came first.</summary>
    public required string Reason { get; init; }

    /// <summary>The lines that fell short; empty when the reason is another.</summary>
    public required IReadOnlyList<Shortage> Shortages { get; init; }
}
