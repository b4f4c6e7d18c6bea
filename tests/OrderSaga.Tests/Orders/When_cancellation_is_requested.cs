using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Tests.Orders.AnOrder;
using static Sagas.OrderSaga.Tests.Orders.OrderSpec;

namespace Sagas.OrderSaga.Tests.Orders;

public sealed class When_cancellation_is_requested
{
    static readonly OrderCommand.RequestCancellation Request = new("found it cheaper", "BLAUS");

    [Fact]
    public void The_order_turns_round()
    {
        var order = Given(Placed, Reserved).When(Request).Then(CancellationRequested);

        order.Status.ShouldBe(OrderStatus.Cancelling);
        order.CancelReason.ShouldBe(CancelReason.CustomerRequest);
        order.CancellationRequest.ShouldBe(new CancellationRequest("found it cheaper", "BLAUS", ByOperator: false));
        Order.WhyNotCancel(order).ShouldBeNull();
    }

    [Fact]
    public void An_operator_is_told_apart_from_a_customer() =>
        Given(Placed).When(new OrderCommand.RequestCancellation("fraud", "ops-anna", ByOperator: true))
            .Then(new OrderEvent.CancellationRequested("fraud", "ops-anna", ByOperator: true))
            .CancelReason.ShouldBe(CancelReason.OperatorRequest);

    [Fact]
    public void While_the_order_is_turning_round_anyway_it_is_recorded_and_the_first_reason_stands() =>
        Given(Placed, GaveUp(OrderStep.ReserveStock)).When(Request).Then(CancellationRequested).CancelReason.ShouldBe(CancelReason.Timeout);

    [Fact]
    public void Only_the_first_request_counts() =>
        Given(Placed, CancellationRequested).When(new OrderCommand.RequestCancellation("again", "someone else")).ThenNothing();

    [Fact]
    public void A_confirmed_order_refuses_it()
    {
        var order = Given(ConfirmedOrder).When(Request).ThenNothing();

        Order.WhyNotCancel(order).ShouldBe(CancellationRefusal.AlreadyConfirmed);
    }

    [Fact]
    public void A_cancelled_order_refuses_it()
    {
        var order = Given(CancelledOrder).When(Request).ThenNothing();

        Order.WhyNotCancel(order).ShouldBe(CancellationRefusal.AlreadyCancelled);
    }

    [Fact]
    public void What_was_already_asked_for_is_still_recorded() =>
        Given(Placed, CancellationRequested).When(RecordReserved).Then(Reserved).Owed.ShouldBe([OrderStep.ReserveStock]);
}
