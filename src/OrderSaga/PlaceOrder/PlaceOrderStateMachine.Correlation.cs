using System.Linq.Expressions;
using MassTransit;

namespace Sagas.OrderSaga.PlaceOrder;

public sealed partial class PlaceOrderStateMachine
{
    /// <summary>An order's saga has the order's id. Replies echo it; facts about the parcel name the order.</summary>
    void Correlate()
    {
        By(() => PlaceOrder, message => message.OrderId);
        Event(() => CancelOrder, e =>
        {
            e.CorrelateById(context => context.Message.OrderId);
            e.OnMissingInstance(missing => missing.ExecuteAsync(Steps.DeliverLater));
        });

        By(() => StockReserved, reply => reply.SagaId);
        By(() => StockUnavailable, reply => reply.SagaId);
        By(() => StockUnreserved, reply => reply.SagaId);
        By(() => PaymentCaptured, reply => reply.SagaId);
        By(() => PaymentDeclined, reply => reply.SagaId);
        By(() => PaymentRefunded, reply => reply.SagaId);
        By(() => PaymentVoided, reply => reply.SagaId);
        By(() => ShipmentCreated, reply => reply.SagaId);
        By(() => ShipmentRefused, reply => reply.SagaId);
        By(() => ShipmentCancelled, reply => reply.SagaId);
        By(() => ShipmentCancellationRefused, reply => reply.SagaId);

        By(() => ShipmentDispatched, fact => fact.OrderId);
        By(() => ShipmentDelivered, fact => fact.OrderId);

        By(() => ReserveStockFaulted, fault => fault.Message.SagaId);
        By(() => CapturePaymentFaulted, fault => fault.Message.SagaId);
        By(() => CreateShipmentFaulted, fault => fault.Message.SagaId);
        By(() => CancelShipmentFaulted, fault => fault.Message.SagaId);
        By(() => RefundPaymentFaulted, fault => fault.Message.SagaId);
        By(() => UnreserveStockFaulted, fault => fault.Message.SagaId);
    }

    void By<T>(Expression<Func<Event<T>>> name, Func<T, Guid> sagaId)
        where T : class =>
        Event(name, e => e.CorrelateById(context => sagaId(context.Message)));
}
