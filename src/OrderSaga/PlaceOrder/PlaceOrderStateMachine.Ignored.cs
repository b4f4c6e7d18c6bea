using MassTransit;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.PlaceOrder;

public sealed partial class PlaceOrderStateMachine
{
    protected override string AlreadyTurnedRound => "the order is being cancelled already";

    protected override string? WhyIgnored(State state, Event @event)
    {
        if (@event == PlaceOrder)
            return "the order has been placed already";
        if (state == Confirmed || state == Cancelled)
            return $"late: the order is {state.Name.ToLowerInvariant()}";
        return @event == CancelOrder && state != Parked ? AlreadyTurnedRound : null;
    }

    protected override OrderStep? StepOf(Event @event) =>
        @event == ShipmentDispatched || @event == ShipmentDelivered ? OrderStep.CreateShipment : base.StepOf(@event);
}
