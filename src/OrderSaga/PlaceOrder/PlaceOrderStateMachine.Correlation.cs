using MassTransit;

namespace Sagas.OrderSaga.PlaceOrder;

public sealed partial class PlaceOrderStateMachine
{
    /// <summary>An order's saga has the order's id. Replies echo the command's effect key, which names it; facts about the parcel name the order.</summary>
    void Correlate()
    {
        By(() => PlaceOrder, message => message.OrderId);
        By(() => CancelOrder, message => message.OrderId, e => e.OnMissingInstance(missing => missing.ExecuteAsync(Steps.DeliverLater)));

        By(() => StockReserved, reply => reply.EffectKey);
        By(() => StockUnavailable, reply => reply.EffectKey);
        By(() => StockUnreserved, reply => reply.EffectKey);
        By(() => PaymentCaptured, reply => reply.EffectKey);
        By(() => PaymentDeclined, reply => reply.EffectKey);
        By(() => PaymentRefunded, reply => reply.EffectKey);
        By(() => PaymentVoided, reply => reply.EffectKey);
        By(() => ShipmentCreated, reply => reply.EffectKey);
        By(() => ShipmentRefused, reply => reply.EffectKey);
        By(() => ShipmentCancelled, reply => reply.EffectKey);
        By(() => ShipmentCancellationRefused, reply => reply.EffectKey);

        By(() => ShipmentDispatched, fact => fact.OrderId);
        By(() => ShipmentDelivered, fact => fact.OrderId);

        By(() => ReserveStockFaulted, fault => fault.Message.EffectKey);
        By(() => CapturePaymentFaulted, fault => fault.Message.EffectKey);
        By(() => CreateShipmentFaulted, fault => fault.Message.EffectKey);
        By(() => CancelShipmentFaulted, fault => fault.Message.EffectKey);
        By(() => RefundPaymentFaulted, fault => fault.Message.EffectKey);
        By(() => UnreserveStockFaulted, fault => fault.Message.EffectKey);

        CorrelateOperators();
    }
}
