using System.Linq.Expressions;
using MassTransit;
using Sagas.Contracts;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.PlaceOrder;

public sealed partial class PlaceOrderStateMachine
{
    readonly Dictionary<Event, Delegate> _effectKeys = [];

    /// <summary>An order's saga has the order's id. Replies echo the command's effect key, which names it; facts about the parcel name the order.</summary>
    void Correlate()
    {
        By(() => PlaceOrder, message => message.OrderId);
        Event(() => CancelOrder, e =>
        {
            e.CorrelateById(context => context.Message.OrderId);
            e.OnMissingInstance(missing => missing.ExecuteAsync(Steps.DeliverLater));
        });

        By(() => RetrySaga, request => request.SagaId);
        By(() => ResolveSaga, request => request.SagaId);
        By(() => CompensateSaga, request => request.SagaId);

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
    }

    void By<T>(Expression<Func<Event<T>>> name, Func<T, Guid> sagaId)
        where T : class =>
        Event(name, e => e.CorrelateById(context => sagaId(context.Message)));

    void By<T>(Expression<Func<Event<T>>> name, Func<T, EffectKey> key)
        where T : class
    {
        By(name, message => key(message).SagaId);
        _effectKeys.Add(name.Compile()(), key);
    }

    /// <summary>Takes the turn when the message answers what the saga asks now. An answer from another round is late: the present round's will come, or its deadline.</summary>
    EventActivities<PlaceOrderState> On<T>(
        Event<T> answer, Func<EventActivityBinder<PlaceOrderState, T>, EventActivityBinder<PlaceOrderState, T>> turn)
        where T : class
    {
        var keyOf = (Func<T, EffectKey>)_effectKeys[answer];
        return When(answer).IfElse(
            context => Steps.IsOfThisRound(context.Saga, keyOf(context.Message)),
            turn,
            late => late.IgnoreBecause("late: it answers another round, and the present one's answer decides"));
    }
}
