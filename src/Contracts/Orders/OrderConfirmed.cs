namespace Sagas.Contracts.Orders;

/// <summary>The order's shipment is created and its payment captured.</summary>
public sealed record OrderConfirmed
{
    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The customer who ordered.</summary>
    public required string CustomerId { get; init; }

    /// <summary>What was charged.</summary>
    public required Money Total { get; init; }

    /// <summary>Who carries the shipment.</summary>
    public required string Carrier { get; init; }

    /// <summary>The carrier's number for it.</summary>
    public required string TrackingNumber { get; init; }
}
