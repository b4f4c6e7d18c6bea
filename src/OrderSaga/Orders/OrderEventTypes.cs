using Sagas.EventStore;

namespace Sagas.OrderSaga.Orders;

/// <summary>The stored name and today's schema version of every <see cref="OrderEvent" />.</summary>
public static class OrderEventTypes
{
    public static IReadOnlyList<EventType> All { get; } =
    [
        new EventType<OrderEvent.Placed>("order-placed", schemaVersion: 3)
        {
            Personal = [new PersonalField("/shipTo")],
            Upcasters = [new PlacedInDollars(), new PlacedWithTotalAndCurrency()],
        },
        new EventType<OrderEvent.StockReserved>("order-stock-reserved"),
        new EventType<OrderEvent.StockUnavailable>("order-stock-unavailable"),
        new EventType<OrderEvent.PriceChanged>("order-price-changed"),
        new EventType<OrderEvent.PaymentCaptured>("order-payment-captured"),
        new EventType<OrderEvent.PaymentDeclined>("order-payment-declined"),
        new EventType<OrderEvent.ShipmentCreated>("order-shipment-created"),
        new EventType<OrderEvent.ShipmentRefused>("order-shipment-refused"),
        new EventType<OrderEvent.StepGaveUp>("order-step-gave-up"),
        new EventType<OrderEvent.CancellationRequested>("order-cancellation-requested"),
        new EventType<OrderEvent.CancellationRejected>("order-cancellation-rejected"),
        new EventType<OrderEvent.ShipmentCancelled>("order-shipment-cancelled"),
        new EventType<OrderEvent.PaymentRefunded>("order-payment-refunded"),
        new EventType<OrderEvent.PaymentVoided>("order-payment-voided"),
        new EventType<OrderEvent.StockUnreserved>("order-stock-unreserved"),
        new EventType<OrderEvent.Confirmed>("order-confirmed"),
        new EventType<OrderEvent.Cancelled>("order-cancelled"),
        new EventType<OrderEvent.Parked>("order-parked"),
        new EventType<OrderEvent.Resumed>("order-resumed"),
        new EventType<OrderEvent.OperatorRequested>("order-operator-requested"),
        new EventType<OrderEvent.UndoWaived>("order-undo-waived"),
        new EventType<OrderEvent.ShipmentDispatched>("order-shipment-dispatched"),
        new EventType<OrderEvent.ShipmentDelivered>("order-shipment-delivered"),
        new EventType<OrderEvent.OfReturn.Requested>("order-return-requested"),
        new EventType<OrderEvent.OfReturn.TurnedRound>("order-return-turned-round"),
        new EventType<OrderEvent.OfReturn.GoodsReceived>("order-return-goods-received"),
        new EventType<OrderEvent.OfReturn.GoodsInspected>("order-return-goods-inspected"),
        new EventType<OrderEvent.OfReturn.GoodsRestocked>("order-return-goods-restocked"),
        new EventType<OrderEvent.OfReturn.GoodsWrittenOff>("order-return-goods-written-off"),
        new EventType<OrderEvent.OfReturn.Refunded>("order-return-refunded"),
        new EventType<OrderEvent.OfReturn.StepWaived>("order-return-step-waived"),
        new EventType<OrderEvent.OfReturn.ReturnParked>("order-return-parked"),
        new EventType<OrderEvent.OfReturn.ReturnResumed>("order-return-resumed"),
        new EventType<OrderEvent.OfReturn.OperatorAsked>("order-return-operator-requested"),
        new EventType<OrderEvent.OfReturn.Completed>("order-return-completed"),
        new EventType<OrderEvent.OfReturn.Rejected>("order-return-rejected"),
    ];
}
