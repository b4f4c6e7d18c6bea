namespace Sagas.OrderSaga.Orders;

/// <summary>What the order knows of its parcel.</summary>
public sealed record OrderShipment
{
    public StepStanding Standing { get; init; }

    public Guid? ShipmentId { get; init; }

    public string? Carrier { get; init; }

    public string? TrackingNumber { get; init; }

    public DateTimeOffset? DispatchedAt { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    public string? RefusedBecause { get; init; }
}
