using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Tests.Orders.AnOrder;
using static Sagas.OrderSaga.Tests.Orders.OrderSpec;

namespace Sagas.OrderSaga.Tests.Orders;

public sealed class When_payment_is_declined
{
    static readonly OrderCommand.RecordPaymentDeclined RecordDeclined = new("InsufficientFunds");
    static readonly OrderEvent.PaymentDeclined Declined = new("InsufficientFunds");

    [Fact]
    public void The_order_turns_round_and_owes_its_stock()
    {
        var order = Given(Placed, Reserved).When(RecordDeclined).Then(Declined);

        order.Status.ShouldBe(OrderStatus.Cancelling);
        order.CancelReason.ShouldBe(CancelReason.PaymentDeclined);
        order.Payment.RefusedBecause.ShouldBe("InsufficientFunds");
        order.Owed.ShouldBe([OrderStep.ReserveStock]);
    }

    [Fact]
    public void A_charge_cannot_be_declined_afterwards() =>
        Given(Placed, Reserved, Captured).When(RecordDeclined).ThenItIsBroken("CapturePayment was done, and is now reported as refused", "effect ledger");

    [Fact]
    public void After_the_payment_was_voided_it_is_no_news() =>
        Given(Placed, Reserved, CancellationRequested, new OrderEvent.PaymentVoided()).When(RecordDeclined).ThenNothing();

    [Fact]
    public void Because_it_was_voided_the_voiding_is_still_recorded() =>
        Given(Placed, Reserved, CancellationRequested, new OrderEvent.PaymentDeclined("AlreadyUndone"))
            .When(new OrderCommand.RecordPaymentVoided()).Then(new OrderEvent.PaymentVoided());

    [Fact]
    public void A_cancelled_order_does_not_hear_of_it() =>
        Given(Placed, Reserved, CancellationRequested, Unreserved, Cancelled).When(RecordDeclined).ThenNothing();
}
