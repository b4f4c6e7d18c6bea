using Sagas.Contracts;
using Sagas.Contracts.Orders;

namespace Sagas.Shipping;

/// <summary>A shipment.</summary>
public sealed record Shipment
{
    public required Guid ShipmentId { get; init; }

    public required Guid OrderId { get; init; }

    public required Guid SagaId { get; init; }

    public required IReadOnlyList<OrderLine> Lines { get; init; }

    /// <summary>Where it goes; <c>null</c> once the person has been erased.</summary>
    [Personal]
    public PostalAddress? ShipTo { get; init; }

    public required string Country { get; init; }

    public required string Carrier { get; init; }

    public required string TrackingNumber { get; init; }

    /// <summary>created, cancelled, dispatched or delivered.</summary>
    public required string Status { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? CancelledAt { get; init; }

    public DateTimeOffset? DispatchedAt { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }
}
