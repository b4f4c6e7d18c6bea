using Sagas.Floor.Orders;

namespace Sagas.Floor.Equal;

/// <summary>One move of the saga.</summary>
/// <param name="Version">The saga's version after it.</param>
/// <param name="Arrives">What brings it about.</param>
/// <param name="Actor">From whom.</param>
/// <param name="Before">The state before.</param>
/// <param name="After">The state after.</param>
/// <param name="Event">What the order's stream gets, and nothing with the first, because the request has written that event.</param>
/// <param name="Step">What is asked for.</param>
/// <param name="To">Of whom.</param>
sealed record SagaLeg(int Version, string Arrives, string Actor, string Before, string After, string? Event, string Step, string To)
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    static readonly SagaLeg[] All =
    [
        new(1, "PlaceOrder", "customer", "Initial", "ReservingStock", null, "ReserveStock", "inventory"),
        new(2, "StockReserved", "inventory", "ReservingStock", "CapturingPayment", "order-stock-reserved", "CapturePayment", "payment"),
        new(3, "PaymentCaptured", "payment", "CapturingPayment", "CreatingShipment", "order-payment-captured", "CreateShipment", "shipping"),
        new(4, "ShipmentCreated", "shipping", "CreatingShipment", "Confirmed", "order-shipment-created", "OrderConfirmed", "Sagas.Contracts.Orders:OrderConfirmed"),
    ];

    public bool IsLast => Version == All.Length;

    /// <summary>The move that sends a message.</summary>
    public static SagaLeg Sending(MessageKind message) => All[(int)message / 2];
}
