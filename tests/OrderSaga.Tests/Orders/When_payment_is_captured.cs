using Sagas.Contracts;
using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Tests.Orders.AnOrder;
using static Sagas.OrderSaga.Tests.Orders.OrderSpec;

namespace Sagas.OrderSaga.Tests.Orders;

public sealed class When_payment_is_captured
{
    [Fact]
    public void The_order_is_paid()
    {
        var order = Given(Placed, Reserved).When(RecordCaptured).Then(Captured);

        order.Status.ShouldBe(OrderStatus.Paid);
        order.Payment.Captured.ShouldBe(Total);
        order.Payment.CaptureReference.ShouldBe("ch_1");
        order.Payment.Held.ShouldBe(Total);
        order.IsBalanced.ShouldBeFalse();
    }

    [Theory]
    [InlineData("38.51", "EUR")]
    [InlineData("38.49", "EUR")]
    [InlineData("38.50", "USD")]
    public void It_is_exactly_what_was_reserved(string amount, string currency) =>
        Given(Placed, Reserved).When(RecordCaptured with { Amount = new Money(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), currency) })
            .ThenItIsBroken($"{amount} {currency} was charged for an order of which 38.50 EUR is reserved", "Refund ch_1");

    [Fact]
    public void Something_has_to_be_reserved_for_it() =>
        Given(Placed).When(RecordCaptured).ThenItIsBroken("of which nothing is reserved", "Refund ch_1");

    [Fact]
    public void A_second_charge_is_never_taken_for_a_repeat() =>
        Given(Placed, Reserved, Captured).When(RecordCaptured with { GatewayReference = "ch_2" })
            .ThenItIsBroken("charged as ch_1, and now as ch_2 too", "Refund ch_2");

    [Fact]
    public void Nor_is_one_that_comes_after_the_refund() =>
        Given(Placed, Reserved, Captured, CancellationRequested, Refunded).When(RecordCaptured with { GatewayReference = "ch_2" })
            .ThenItIsBroken("charged as ch_1, and now as ch_2 too", "Refund ch_2");

    [Fact]
    public void After_the_order_turned_round_it_is_owed_to_the_customer()
    {
        var order = Given(Placed, Reserved, GaveUp(OrderStep.CapturePayment)).When(RecordCaptured).Then(Captured);

        order.Status.ShouldBe(OrderStatus.Cancelling);
        order.Owed.ShouldBe([OrderStep.CapturePayment, OrderStep.ReserveStock]);
    }

    [Fact]
    public void Late_after_it_was_refunded_it_is_no_news() =>
        Given(Placed, Reserved, GaveUp(OrderStep.CapturePayment), Refunded).When(RecordCaptured).ThenNothing();

    [Fact]
    public void A_voided_payment_cannot_have_been_charged() =>
        Given(Placed, Reserved, GaveUp(OrderStep.CapturePayment), new OrderEvent.PaymentVoided()).When(RecordCaptured)
            .ThenItIsBroken("was voided, and charge ch_1 is now reported", "Refund that charge");

    [Fact]
    public void A_cancelled_order_that_was_never_charged_is_not_charged() =>
        Given(Placed, Reserved, CancellationRequested, Unreserved, Cancelled).When(RecordCaptured)
            .ThenItIsBroken("CapturePayment is reported as done for an order that is cancelled", "Undo the effect at the participant");
}
