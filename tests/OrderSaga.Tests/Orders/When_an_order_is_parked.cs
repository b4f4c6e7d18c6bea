using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Tests.Orders.AnOrder;
using static Sagas.OrderSaga.Tests.Orders.OrderSpec;

namespace Sagas.OrderSaga.Tests.Orders;

public sealed class When_an_order_is_parked
{
    static readonly OrderEvent[] Turned = [Placed, Reserved, CancellationRequested];
    static readonly OrderCommand.Park Park = new("Payment does not answer", [OrderStep.CapturePayment]);
    static readonly OrderEvent.Parked Parked = new("Payment does not answer", [OrderStep.CapturePayment, OrderStep.ReserveStock]);

    [Fact]
    public void It_needs_attention_and_names_everything_that_is_owed()
    {
        var order = Given(Turned).When(Park).Then(Parked);

        order.Status.ShouldBe(OrderStatus.NeedsAttention);
        order.ParkedBecause.ShouldBe("Payment does not answer");
        order.Owed.ShouldBe([OrderStep.CapturePayment, OrderStep.ReserveStock]);
    }

    [Fact]
    public void A_step_that_the_saga_started_is_in_doubt_from_then_on() =>
        Given([.. Turned, Parked, Unreserved]).When(new OrderCommand.Cancel(CancelReason.CustomerRequest))
            .ThenItIsBroken("while the undo of CapturePayment is owed", "or park the order");

    [Fact]
    public void What_is_settled_is_not_owed_whatever_the_saga_believes() =>
        Given([.. Turned, new OrderEvent.PaymentVoided()]).When(Park).Then(Parked with { Owed = [OrderStep.ReserveStock] });

    [Fact]
    public void A_late_reply_settles_what_it_answers_and_the_order_stays_parked()
    {
        var order = Given([.. Turned, Parked]).When(new OrderCommand.RecordPaymentVoided()).Then(new OrderEvent.PaymentVoided());

        order.Status.ShouldBe(OrderStatus.NeedsAttention);
        order.Owed.ShouldBe([OrderStep.ReserveStock]);
    }

    [Fact]
    public void Another_reason_is_news() =>
        Given([.. Turned, Parked]).When(Park with { Reason = "Payment faults" }).Then(Parked with { Reason = "Payment faults" });

    [Fact]
    public void A_cancellation_requested_then_is_recorded() =>
        Given(Placed, GaveUp(OrderStep.ReserveStock), new OrderEvent.Parked("Inventory does not answer", [OrderStep.ReserveStock]))
            .When(new OrderCommand.RequestCancellation("found it cheaper", "BLAUS")).Then(CancellationRequested)
            .Status.ShouldBe(OrderStatus.NeedsAttention);

    [Fact]
    public void Resuming_it_goes_on_undoing() =>
        Given([.. Turned, Parked]).When(new OrderCommand.Resume("Payment is back")).Then(new OrderEvent.Resumed("Payment is back"))
            .Status.ShouldBe(OrderStatus.Cancelling);

    [Fact]
    public void An_order_that_is_not_parked_is_not_resumed() => Given(Turned).When(new OrderCommand.Resume("Payment is back")).ThenNothing();

    [Fact]
    public void It_can_be_parked_again_for_the_same_reason() =>
        Given([.. Turned, Parked, new OrderEvent.Resumed("Payment is back")]).When(Park).Then(Parked);

    [Fact]
    public void Once_nothing_is_owed_it_is_cancelled() =>
        Given([.. Turned, Parked, new OrderEvent.PaymentVoided(), Unreserved]).When(new OrderCommand.Cancel(CancelReason.CustomerRequest)).Then(Cancelled)
            .Status.ShouldBe(OrderStatus.Cancelled);

    [Fact]
    public void An_order_that_goes_forward_is_not_parked() =>
        Given(Placed, Reserved).When(Park).ThenItIsBroken("and yet it is parked", "Record first why it turned round");

    [Fact]
    public void A_confirmed_order_is_not_parked() =>
        Given(ConfirmedOrder).When(Park).ThenItIsBroken("The order is Confirmed; there is nothing to park", "an outcome never changes");

    [Fact]
    public void A_cancelled_order_is_not_parked() =>
        Given(CancelledOrder).When(Park).ThenItIsBroken("The order is Cancelled; there is nothing to park", "an outcome never changes");
}
