namespace Sagas.Inventory.EndingReservations;

/// <summary>How a reservation ends. Each does once, one way or the other.</summary>
enum ReservationEnd
{
    /// <summary>Its goods are free again.</summary>
    Unreserved,

    /// <summary>Its goods have left.</summary>
    Shipped,
}
