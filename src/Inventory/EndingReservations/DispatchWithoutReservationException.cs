namespace Sagas.Inventory.EndingReservations;

/// <summary>A shipment left with goods that Inventory holds no reservation of. Nothing is booked; somebody has to count.</summary>
sealed class DispatchWithoutReservationException(Guid orderId, Guid shipmentId) : Exception(
    $"Shipment {shipmentId} of order {orderId} left with lines other than those reserved for the order. Compare GET /shipments/{shipmentId} with the order's "
    + "reservation, correct the stock, then redeliver the message.");
