namespace Sagas.Shipping.CancellingShipments;

/// <summary>A shipment that is to be cancelled.</summary>
/// <param name="ShipmentId">The shipment.</param>
/// <param name="Carrier">Who carries it.</param>
/// <param name="TrackingNumber">The carrier's number for it.</param>
/// <param name="Status">Where it is.</param>
sealed record StandingShipment(Guid ShipmentId, string Carrier, string TrackingNumber, string Status)
{
    public bool CanBeCancelled => Status == ShipmentStatus.Created;

    /// <summary>Whether it is too late.</summary>
    public bool HasLeft => Status is ShipmentStatus.Dispatched or ShipmentStatus.Delivered;
}
