namespace Sagas.Shipping;

/// <summary>Where a shipment is, as it is stored and told.</summary>
static class ShipmentStatus
{
    public const string Created = "created";
    public const string Cancelled = "cancelled";
    public const string Dispatched = "dispatched";
    public const string Delivered = "delivered";
}
