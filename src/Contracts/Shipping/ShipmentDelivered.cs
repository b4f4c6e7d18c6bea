namespace Sagas.Contracts.Shipping;

/// <summary>A shipment has arrived. Published once per shipment.</summary>
public sealed record ShipmentDelivered
{
    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>Shipping's own id.</summary>
    public required Guid ShipmentId { get; init; }

    /// <summary>When it arrived.</summary>
    public required DateTimeOffset DeliveredAt { get; init; }
}
