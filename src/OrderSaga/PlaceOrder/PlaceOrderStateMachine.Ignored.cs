using MassTransit;
using Sagas.Contracts;
using Sagas.OrderSaga.Orders;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.PlaceOrder;

public sealed partial class PlaceOrderStateMachine
{
    /// <summary>Every state answers every event: what it does not act on, it ignores for a reason that the timeline shows.</summary>
    void IgnoreTheRest()
    {
        IgnoreElsewhere(PlaceOrder);
        IgnoreElsewhere(CancelOrder);
        IgnoreElsewhere(StockReserved);
        IgnoreElsewhere(StockUnavailable);
        IgnoreElsewhere(StockUnreserved);
        IgnoreElsewhere(PaymentCaptured);
        IgnoreElsewhere(PaymentDeclined);
        IgnoreElsewhere(PaymentRefunded);
        IgnoreElsewhere(PaymentVoided);
        IgnoreElsewhere(ShipmentCreated);
        IgnoreElsewhere(ShipmentRefused);
        IgnoreElsewhere(ShipmentCancelled);
        IgnoreElsewhere(ShipmentCancellationRefused);
        IgnoreElsewhere(ShipmentDispatched);
        IgnoreElsewhere(ShipmentDelivered);
        IgnoreElsewhere(ReserveStockFaulted);
        IgnoreElsewhere(CapturePaymentFaulted);
        IgnoreElsewhere(CreateShipmentFaulted);
        IgnoreElsewhere(CancelShipmentFaulted);
        IgnoreElsewhere(RefundPaymentFaulted);
        IgnoreElsewhere(UnreserveStockFaulted);
        IgnoreElsewhere(StepDeadline.Received);
        IgnoreElsewhere(RetrySaga);
        IgnoreElsewhere(ResolveSaga);
        IgnoreElsewhere(CompensateSaga);
    }

    void IgnoreElsewhere<T>(Event<T> @event)
        where T : class
    {
        foreach (var state in States.Where(state => state != Initial && state != Final && !NextEvents(state).Contains(@event)))
            During(state, When(@event).IgnoreBecause(Why(state, @event)));
    }

    string Why(State state, Event @event)
    {
        if (@event == PlaceOrder)
            return "the order has been placed already";
        if (state == Confirmed || state == Cancelled)
            return $"late: the order is {state.Name.ToLowerInvariant()}";
        if (@event == ResolveSaga)
            return "no undo has failed: only what a parked saga owes can be resolved by hand";
        if (@event == CompensateSaga)
            return "the order is being cancelled already";
        if (state == Parked)
            return "kept as evidence: an operator decides";
        if (@event == CancelOrder)
            return "the order is being cancelled already";
        if (Steps.Plan.In(state.Name) is { Intent: EffectIntent.Undo, Step: var undone } && StepOf(@event) is { } step && step >= undone)
            return step == undone ? "late: the step is being undone, and the undo's reply decides" : "late: that step is over";
        return "it answers another step than the present one";
    }

    OrderStep? StepOf(Event @event)
    {
        if (@event == ShipmentDispatched || @event == ShipmentDelivered)
            return OrderStep.CreateShipment;
        foreach (var plan in Steps.Plan.Steps)
        {
            if (new[] { plan.Do, plan.Undo }.OfType<Wait>().Any(wait => wait.Answers.Contains(@event.Name) || @event.Name == $"{wait.Command}Faulted"))
                return plan.Step;
        }

        return null;
    }
}
