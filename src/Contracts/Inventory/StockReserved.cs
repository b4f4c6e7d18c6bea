namespace Sagas.Contracts.Inventory;

/// <summary>Every line is reserved.</summary>
public sealed record StockReserved
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The key of the command that this answers.</summary>
    public required EffectKey EffectKey { get; init; }

    /// <summary>The lines with their prices, in the order of the command.</summary>
    public required IReadOnlyList<ReservedLine> Lines { get; init; }

    /// <summary>The sum of the line totals.</summary>
    public required Money Total { get; init; }
}
