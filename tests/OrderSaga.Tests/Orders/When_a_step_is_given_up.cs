using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Tests.Orders.AnOrder;
using static Sagas.OrderSaga.Tests.Orders.OrderSpec;

namespace Sagas.OrderSaga.Tests.Orders;

public sealed class When_a_step_is_given_up
{
    [Theory]
    [InlineData(StepFailure.DeadlinePassed, CancelReason.Timeout)]
    [InlineData(StepFailure.AttemptsFailed, CancelReason.Faulted)]
    public void The_order_turns_round_and_owes_what_may_have_happened(StepFailure failure, CancelReason reason)
    {
        var order = Given(Placed, Reserved).When(new OrderCommand.RecordStepGaveUp(OrderStep.CapturePayment, failure))
            .Then(new OrderEvent.StepGaveUp(OrderStep.CapturePayment, failure));

        order.Status.ShouldBe(OrderStatus.Cancelling);
        order.CancelReason.ShouldBe(reason);
        order.Payment.Standing.ShouldBe(StepStanding.InDoubt);
        order.Owed.ShouldBe([OrderStep.CapturePayment, OrderStep.ReserveStock]);
    }

    [Fact]
    public void An_order_in_doubt_is_not_cancelled() =>
        Given(Placed, GaveUp(OrderStep.ReserveStock)).When(new OrderCommand.Cancel(CancelReason.Timeout))
            .ThenItIsBroken("while the undo of ReserveStock is owed", "or park the order");

    [Fact]
    public void After_it_was_answered_it_is_no_news() =>
        Given(Placed, Reserved).When(new OrderCommand.RecordStepGaveUp(OrderStep.ReserveStock, StepFailure.DeadlinePassed)).ThenNothing();

    [Fact]
    public void A_shipment_that_was_heard_of_only_through_its_parcel_turns_the_order_round()
    {
        var dispatched = new OrderEvent.ShipmentDispatched(ShipmentId, DateTimeOffset.UnixEpoch);

        var order = Given(Placed, Reserved, Captured, dispatched)
            .When(new OrderCommand.RecordStepGaveUp(OrderStep.CreateShipment, StepFailure.DeadlinePassed))
            .Then(new OrderEvent.StepGaveUp(OrderStep.CreateShipment, StepFailure.DeadlinePassed));

        order.CancelReason.ShouldBe(CancelReason.Timeout);
        order.Owed.ShouldBe([OrderStep.CreateShipment, OrderStep.CapturePayment, OrderStep.ReserveStock]);
    }

    [Fact]
    public void After_it_was_given_up_it_is_no_news() =>
        Given(Placed, Reserved, GaveUp(OrderStep.CapturePayment))
            .When(new OrderCommand.RecordStepGaveUp(OrderStep.CapturePayment, StepFailure.AttemptsFailed)).ThenNothing();

    [Fact]
    public void After_the_order_ended_it_is_no_news() =>
        Given(Placed, Reserved, CancellationRequested, Unreserved, Cancelled)
            .When(new OrderCommand.RecordStepGaveUp(OrderStep.CapturePayment, StepFailure.DeadlinePassed)).ThenNothing();

    [Fact]
    public void Its_late_refusal_clears_the_doubt()
    {
        var order = Given(Placed, Reserved, GaveUp(OrderStep.CapturePayment)).When(new OrderCommand.RecordPaymentDeclined("Expired"))
            .Then(new OrderEvent.PaymentDeclined("Expired"));

        order.CancelReason.ShouldBe(CancelReason.Timeout);
        order.Owed.ShouldBe([OrderStep.ReserveStock]);
    }
}
