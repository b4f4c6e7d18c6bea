namespace Sagas.Contracts.Orders;

/// <summary>The order ended without effect: everything that was done for it is undone.</summary>
public sealed record OrderCancelled
{
    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The customer who ordered.</summary>
    public required string CustomerId { get; init; }

    /// <summary>The reason's stored name, such as <c>StockUnavailable</c>.</summary>
    public required string Reason { get; init; }
}
