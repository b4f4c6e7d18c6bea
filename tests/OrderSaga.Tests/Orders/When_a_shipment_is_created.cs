using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Tests.Orders.AnOrder;
using static Sagas.OrderSaga.Tests.Orders.OrderSpec;

namespace Sagas.OrderSaga.Tests.Orders;

public sealed class When_a_shipment_is_created
{
    [Fact]
    public void The_order_is_confirmed()
    {
        var order = Given(OnItsWayToConfirmation).When(RecordShipmentCreated).Then(ShipmentCreated, Confirmed);

        order.Status.ShouldBe(OrderStatus.Confirmed);
        order.Shipment.Carrier.ShouldBe("Federal Shipping");
        order.Shipment.TrackingNumber.ShouldBe("FS-1");
        order.IsBalanced.ShouldBeTrue();
    }

    [Fact]
    public void An_order_that_turned_round_waits_for_its_cancellation_to_be_answered()
    {
        var order = Given([.. OnItsWayToConfirmation, GaveUp(OrderStep.CreateShipment)]).When(RecordShipmentCreated).Then(ShipmentCreated);

        order.Status.ShouldBe(OrderStatus.Cancelling);
        order.Owed.ShouldBe([OrderStep.CreateShipment, OrderStep.CapturePayment, OrderStep.ReserveStock]);
    }

    [Fact]
    public void Before_a_requested_cancellation_was_acted_on_confirming_rejects_the_request()
    {
        var order = Given([.. OnItsWayToConfirmation, CancellationRequested, ShipmentCreated]).When(new OrderCommand.Confirm())
            .Then(new OrderEvent.CancellationRejected("ShipmentAlreadyCreated"), Confirmed);

        order.Status.ShouldBe(OrderStatus.Confirmed);
        order.CancelReason.ShouldBeNull();
    }

    [Fact]
    public void An_unpaid_order_is_not_confirmed() =>
        Given(Placed, Reserved).When(RecordShipmentCreated).ThenItIsBroken("cannot be confirmed without CapturePayment", "Record the participant's reply first");

    [Fact]
    public void An_order_is_not_confirmed_without_it() =>
        Given(OnItsWayToConfirmation).When(new OrderCommand.Confirm()).ThenItIsBroken("cannot be confirmed without CreateShipment", "Record the participant's reply first");

    [Fact]
    public void A_second_one_is_not_the_orders() =>
        Given(ConfirmedOrder).When(RecordShipmentCreated with { ShipmentId = AnotherShipmentId })
            .ThenItIsBroken($"shipment {AnotherShipmentId} is reported too", "Cancel");

    [Fact]
    public void After_its_cancellation_it_is_no_news() =>
        Given([.. OnItsWayToConfirmation, CancellationRequested, ShipmentCancelled]).When(RecordShipmentCreated).ThenNothing();

    [Fact]
    public void A_cancelled_order_is_not_confirmed() =>
        Given(CancelledOrder).When(new OrderCommand.Confirm()).ThenItIsBroken("A cancelled order cannot be confirmed", "as a late one");
}
