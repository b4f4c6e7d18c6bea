using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Tests.Orders.AnOrder;
using static Sagas.OrderSaga.Tests.Orders.OrderSpec;

namespace Sagas.OrderSaga.Tests.Orders;

public sealed class When_an_operator_answers_for_an_undo
{
    static readonly OrderEvent[] ParkedForItsRefund =
        [.. OnItsWayToConfirmation, CancellationRequested, new OrderEvent.Parked("Payment does not answer", [OrderStep.CapturePayment, OrderStep.ReserveStock])];

    static readonly OrderCommand.WaiveUndo Waive = new(OrderStep.CapturePayment, "bank transfer 4711", "dana");
    static readonly OrderEvent.UndoWaived Waived = new(OrderStep.CapturePayment, "bank transfer 4711", "dana");

    [Fact]
    public void It_is_owed_no_more_and_the_rest_still_is() =>
        Given(ParkedForItsRefund).When(Waive).Then(Waived).Owed.ShouldBe([OrderStep.ReserveStock]);

    [Fact]
    public void The_order_is_cancelled_and_balanced_once_the_rest_is_undone()
    {
        var order = Given([.. ParkedForItsRefund, Waived, Unreserved]).When(new OrderCommand.Cancel(CancelReason.CustomerRequest)).Then(Cancelled);

        order.IsBalanced.ShouldBeTrue();
        order.Payment.Held.ShouldBe(Total, "what was given back outside the system is not in the gateway's books");
    }

    [Fact]
    public void What_is_not_owed_is_not_waived() =>
        Given(ParkedForItsRefund).When(Waive with { Step = OrderStep.CreateShipment }).ThenNothing();

    [Fact]
    public void A_parcel_that_has_left_is_beyond_anybodys_word() =>
        Given([.. OnItsWayToConfirmation, CancellationRequested, new OrderEvent.Parked("Shipping does not answer", [OrderStep.CreateShipment]), new OrderEvent.ShipmentDispatched(ShipmentId, Monday)])
            .When(Waive with { Step = OrderStep.CreateShipment }).ThenItIsBroken("the parcel has left", "Ask Shipping to cancel it once more");

    [Fact]
    public void The_participants_late_answer_changes_nothing() =>
        Given([.. ParkedForItsRefund, Waived]).When(new OrderCommand.RecordPaymentVoided()).ThenNothing();

    [Fact]
    public void An_order_that_goes_forward_owes_no_undo() =>
        Given(OnItsWayToConfirmation).When(Waive).ThenItIsBroken("and yet the undo of CapturePayment is waived", "Record first why it turned round");

    [Fact]
    public void A_request_is_kept_once_whatever_becomes_of_it()
    {
        var request = new OrderCommand.RequestByOperator(ShipmentId, OperatorRequest.Resolve, "refunded by hand", "dana");
        var kept = new OrderEvent.OperatorRequested(ShipmentId, OperatorRequest.Resolve, "refunded by hand", "dana");

        Given(ParkedForItsRefund).When(request).Then(kept).Status.ShouldBe(OrderStatus.NeedsAttention);
        Given([.. ParkedForItsRefund, kept]).When(request).ThenNothing();
    }
}
