using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Tests.Orders.AnOrder;
using static Sagas.OrderSaga.Tests.Orders.OrderSpec;

namespace Sagas.OrderSaga.Tests.Orders;

public sealed class When_the_parcel_is_on_its_way
{
    static readonly OrderCommand.RecordShipmentDispatched RecordDispatched = new(ShipmentId, Monday);
    static readonly OrderEvent.ShipmentDispatched Dispatched = new(ShipmentId, Monday);
    static readonly OrderCommand.RecordShipmentDelivered RecordDelivered = new(ShipmentId, Tuesday);
    static readonly OrderEvent.ShipmentDelivered Delivered = new(ShipmentId, Tuesday);

    [Fact]
    public void A_confirmed_order_is_dispatched()
    {
        var order = Given(ConfirmedOrder).When(RecordDispatched).Then(Dispatched);

        order.Status.ShouldBe(OrderStatus.Dispatched);
        order.Shipment.DispatchedAt.ShouldBe(Monday);
    }

    [Fact]
    public void And_delivered()
    {
        var order = Given([.. ConfirmedOrder, Dispatched]).When(RecordDelivered).Then(Delivered);

        order.Status.ShouldBe(OrderStatus.Delivered);
        order.Shipment.DeliveredAt.ShouldBe(Tuesday);
        order.Shipment.DispatchedAt.ShouldBe(Monday);
    }

    [Fact]
    public void A_delivered_order_stays_delivered_when_its_dispatch_is_heard_of_last() =>
        Given([.. ConfirmedOrder, Delivered]).When(RecordDispatched).Then(Dispatched).Status.ShouldBe(OrderStatus.Delivered);

    [Fact]
    public void Leaving_a_second_time_is_no_news() =>
        Given([.. ConfirmedOrder, Dispatched]).When(RecordDispatched with { At = Tuesday }).ThenNothing();

    [Fact]
    public void Arriving_a_second_time_is_no_news() =>
        Given([.. ConfirmedOrder, Delivered]).When(RecordDelivered with { At = Monday }).ThenNothing();

    [Fact]
    public void Before_its_creation_was_reported_it_is_recorded_and_the_order_not_yet_confirmed()
    {
        var order = Given(OnItsWayToConfirmation).When(RecordDispatched).Then(Dispatched);

        order.Status.ShouldBe(OrderStatus.Paid);
        order.Shipment.Standing.ShouldBe(StepStanding.InDoubt);
    }

    [Fact]
    public void The_creation_reported_afterwards_confirms_an_order_that_is_already_dispatched() =>
        Given([.. OnItsWayToConfirmation, Dispatched]).When(RecordShipmentCreated).Then(ShipmentCreated, Confirmed)
            .Status.ShouldBe(OrderStatus.Dispatched);

    [Fact]
    public void An_order_whose_parcel_has_left_is_not_cancelled() =>
        Given(Placed, CancellationRequested, Dispatched).When(new OrderCommand.Cancel(CancelReason.CustomerRequest))
            .ThenItIsBroken("while the undo of CreateShipment is owed", "or park the order");

    [Fact]
    public void Another_parcel_is_not_the_orders() =>
        Given(ConfirmedOrder).When(RecordDispatched with { ShipmentId = AnotherShipmentId }).ThenItIsBroken("is reported too", "an order is shipped once");

    [Fact]
    public void A_cancelled_orders_parcel_does_not_leave() =>
        Given(Placed, Reserved, CancellationRequested, Unreserved, Cancelled).When(RecordDispatched).ThenItIsBroken("has left", "bring it back");

    [Fact]
    public void Nor_does_it_arrive() =>
        Given([.. OnItsWayToConfirmation, CancellationRequested, ShipmentCancelled]).When(RecordDelivered).ThenItIsBroken("has left", "bring it back");
}
