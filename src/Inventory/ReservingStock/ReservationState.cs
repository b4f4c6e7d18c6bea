namespace Sagas.Inventory.ReservingStock;

/// <summary>What has become of a reservation, as it is stored.</summary>
static class ReservationState
{
    public const string Reserved = "reserved";
    public const string Unreserved = "unreserved";
    public const string Shipped = "shipped";
}
