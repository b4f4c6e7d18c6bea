namespace Sagas.Contracts.Orders;

/// <summary>A return ended without effect: no goods came back, and nothing was given back. The order stands.</summary>
public sealed record ReturnRejected
{
    /// <summary>The return.</summary>
    public required Guid ReturnId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The customer who ordered.</summary>
    public required string CustomerId { get; init; }

    /// <summary>The reason's stored name, such as <c>GoodsNeverArrived</c>.</summary>
    public required string Reason { get; init; }
}
