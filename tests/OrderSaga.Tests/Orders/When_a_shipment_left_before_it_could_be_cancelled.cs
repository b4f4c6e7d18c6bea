using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Tests.Orders.AnOrder;
using static Sagas.OrderSaga.Tests.Orders.OrderSpec;

namespace Sagas.OrderSaga.Tests.Orders;

public sealed class When_a_shipment_left_before_it_could_be_cancelled
{
    static readonly OrderEvent.CancellationRejected Rejected = new("AlreadyDispatched");

    [Fact]
    public void The_order_is_confirmed_and_nothing_is_refunded()
    {
        var order = Given([.. OnItsWayToConfirmation, CancellationRequested]).When(RejectCancellation).Then(ShipmentCreated, Rejected, Confirmed);

        order.Status.ShouldBe(OrderStatus.Confirmed);
        order.CancellationRejectedBecause.ShouldBe("AlreadyDispatched");
        order.Owed.ShouldBeEmpty();
    }

    [Fact]
    public void A_shipment_that_is_known_is_not_recorded_again() =>
        Given([.. OnItsWayToConfirmation, CancellationRequested, ShipmentCreated]).When(RejectCancellation).Then(Rejected, Confirmed);

    [Fact]
    public void A_deadline_that_turned_the_order_round_is_overruled_too() =>
        Given([.. OnItsWayToConfirmation, GaveUp(OrderStep.CreateShipment)]).When(RejectCancellation).Then(ShipmentCreated, Rejected, Confirmed);

    [Fact]
    public void A_parked_order_is_confirmed_as_well() =>
        Given([.. OnItsWayToConfirmation, CancellationRequested, new OrderEvent.Parked("no answer", [OrderStep.CreateShipment])])
            .When(RejectCancellation).Then(ShipmentCreated, Rejected, Confirmed)
            .ParkedBecause.ShouldBeNull();

    [Fact]
    public void A_confirmed_order_has_nothing_to_reject() => Given(ConfirmedOrder).When(RejectCancellation).ThenNothing();

    [Fact]
    public void An_order_that_goes_forward_has_nothing_to_reject() =>
        Given(OnItsWayToConfirmation).When(RejectCancellation)
            .ThenItIsBroken("The order is Paid and has not turned round, and yet its cancellation is rejected", "Record first why");

    [Fact]
    public void A_refunded_order_is_not_confirmed() =>
        Given([.. OnItsWayToConfirmation, CancellationRequested, Refunded]).When(RejectCancellation)
            .ThenItIsBroken("cannot be confirmed without CapturePayment", "Record the participant's reply first");

    [Fact]
    public void It_is_not_cancelled_once_it_is_known_to_have_left() =>
        Given([.. OnItsWayToConfirmation, CancellationRequested, new OrderEvent.ShipmentDispatched(ShipmentId, Monday)])
            .When(new OrderCommand.RecordShipmentCancelled(Existed: true))
            .ThenItIsBroken("reported as cancelled, but it has left", "refund nothing");
}
