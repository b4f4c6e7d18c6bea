namespace Sagas.Floor.Orders;

/// <summary>The messages of an order that nothing goes wrong with, as they follow on one another. The order of the names is the itinerary.</summary>
enum MessageKind
{
    PlaceOrder,
    ReserveStock,
    StockReserved,
    CapturePayment,
    PaymentCaptured,
    CreateShipment,
    ShipmentCreated,
    OrderConfirmed,
}
