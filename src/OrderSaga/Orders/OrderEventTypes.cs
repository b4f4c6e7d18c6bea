namespace Sagas.OrderSaga.Orders;

/// <param name="Name">The stored name. Never renamed, never reused.</param>
/// <param name="ClrType">The record that reads and writes it today.</param>
/// <param name="SchemaVersion">The version that is written today.</param>
public sealed record OrderEventType(string Name, Type ClrType, int SchemaVersion);

/// <summary>The stored name and today's schema version of every <see cref="OrderEvent" />.</summary>
public static class OrderEventTypes
{
    public static IReadOnlyList<OrderEventType> All { get; } =
    [
        // 1: "total", a bare decimal, in USD. 2: "currency" beside it. 3: "expectedTotal", an amount with its currency.
        Stored<OrderEvent.Placed>("order-placed", schemaVersion: 3),
        Stored<OrderEvent.StockReserved>("order-stock-reserved"),
        Stored<OrderEvent.StockUnavailable>("order-stock-unavailable"),
        Stored<OrderEvent.PriceChanged>("order-price-changed"),
        Stored<OrderEvent.PaymentCaptured>("order-payment-captured"),
        Stored<OrderEvent.PaymentDeclined>("order-payment-declined"),
        Stored<OrderEvent.ShipmentCreated>("order-shipment-created"),
        Stored<OrderEvent.ShipmentRefused>("order-shipment-refused"),
        Stored<OrderEvent.StepGaveUp>("order-step-gave-up"),
        Stored<OrderEvent.CancellationRequested>("order-cancellation-requested"),
        Stored<OrderEvent.CancellationRejected>("order-cancellation-rejected"),
        Stored<OrderEvent.ShipmentCancelled>("order-shipment-cancelled"),
        Stored<OrderEvent.PaymentRefunded>("order-payment-refunded"),
        Stored<OrderEvent.PaymentVoided>("order-payment-voided"),
        Stored<OrderEvent.StockUnreserved>("order-stock-unreserved"),
        Stored<OrderEvent.Confirmed>("order-confirmed"),
        Stored<OrderEvent.Cancelled>("order-cancelled"),
        Stored<OrderEvent.Parked>("order-parked"),
        Stored<OrderEvent.Resumed>("order-resumed"),
        Stored<OrderEvent.ShipmentDispatched>("order-shipment-dispatched"),
        Stored<OrderEvent.ShipmentDelivered>("order-shipment-delivered"),
    ];

    static OrderEventType Stored<TEvent>(string name, int schemaVersion = 1)
        where TEvent : OrderEvent => new(name, typeof(TEvent), schemaVersion);
}
