using Sagas.Contracts;
using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Tests.Orders.AnOrder;
using static Sagas.OrderSaga.Tests.Orders.OrderSpec;

namespace Sagas.OrderSaga.Tests.Orders;

public sealed class When_an_order_is_undone
{
    static readonly OrderEvent[] Turned = [.. OnItsWayToConfirmation, CancellationRequested, ShipmentCreated];
    static readonly OrderCommand.RecordPaymentRefunded RecordRefunded = new(Total, "re_1");

    [Fact]
    public void Each_confirmed_undo_leaves_less_owed()
    {
        Given(Turned).When(new OrderCommand.RecordShipmentCancelled(Existed: true)).Then(ShipmentCancelled)
            .Owed.ShouldBe([OrderStep.CapturePayment, OrderStep.ReserveStock]);
        Given([.. Turned, ShipmentCancelled]).When(RecordRefunded).Then(Refunded)
            .Owed.ShouldBe([OrderStep.ReserveStock]);
        Given([.. Turned, ShipmentCancelled, Refunded]).When(new OrderCommand.RecordStockUnreserved(3)).Then(Unreserved)
            .Owed.ShouldBeEmpty();
    }

    [Fact]
    public void With_nothing_owed_it_is_cancelled()
    {
        var order = Given([.. Turned, ShipmentCancelled, Refunded, Unreserved]).When(new OrderCommand.Cancel(CancelReason.CustomerRequest)).Then(Cancelled);

        order.Status.ShouldBe(OrderStatus.Cancelled);
        order.Payment.Held.ShouldBeNull();
        order.IsBalanced.ShouldBeTrue();
    }

    [Fact]
    public void While_money_is_held_it_is_not_cancelled() =>
        Given([.. Turned, ShipmentCancelled, Unreserved]).When(new OrderCommand.Cancel(CancelReason.CustomerRequest))
            .ThenItIsBroken("while the undo of CapturePayment is owed", "Record the participant's reply to the undo first");

    [Fact]
    public void The_outcome_carries_the_reason_that_the_cancelling_gave() =>
        Given(Placed, CancellationRequested, new OrderEvent.StockUnavailable("OutOfStock", Shortages))
            .When(new OrderCommand.Cancel(CancelReason.StockUnavailable)).Then(new OrderEvent.Cancelled(CancelReason.StockUnavailable))
            .CancelReason.ShouldBe(CancelReason.StockUnavailable);

    [Fact]
    public void The_charge_is_refunded_whole() =>
        Given(Turned).When(RecordRefunded with { Amount = new Money(38m, "EUR") })
            .ThenItIsBroken("38.00 EUR was refunded of a charge of 38.50 EUR", "Settle the difference");

    [Fact]
    public void A_second_refund_is_never_taken_for_a_repeat() =>
        Given([.. Turned, Refunded]).When(RecordRefunded with { GatewayReference = "re_2" })
            .ThenItIsBroken("Refund re_2 is reported, though the payment was refunded as re_1 before", "more was given back");

    [Fact]
    public void A_voided_payment_has_nothing_to_refund() =>
        Given(Placed, Reserved, CancellationRequested, new OrderEvent.PaymentVoided()).When(RecordRefunded)
            .ThenItIsBroken("though the payment was voided before", "more was given back");

    [Fact]
    public void A_recorded_charge_cannot_be_voided() =>
        Given(Turned).When(new OrderCommand.RecordPaymentVoided())
            .ThenItIsBroken("found no charge to release, but the order was charged as ch_1", "refund it");

    [Fact]
    public void A_charge_that_is_first_heard_of_through_its_refund_is_balanced()
    {
        var order = Given(Placed, Reserved, GaveUp(OrderStep.CapturePayment)).When(RecordRefunded).Then(Refunded);

        order.Payment.Captured.ShouldBe(Total);
        order.IsBalanced.ShouldBeTrue();
        order.Owed.ShouldBe([OrderStep.ReserveStock]);
    }

    public static TheoryData<OrderCommand> Undos => [new OrderCommand.RecordShipmentCancelled(true), RecordRefunded, new OrderCommand.RecordPaymentVoided(), new OrderCommand.RecordStockUnreserved(3)];

    [Theory]
    [MemberData(nameof(Undos))]
    public void An_order_that_goes_forward_is_not_undone(OrderCommand undo) =>
        Given(OnItsWayToConfirmation).When(undo).ThenItIsBroken("has not turned round", "Record first why it turned round");

    [Theory]
    [MemberData(nameof(Undos))]
    public void A_confirmed_order_is_not_undone(OrderCommand undo) =>
        Given(ConfirmedOrder).When(undo).ThenItIsBroken("The order is Confirmed and has not turned round", "Record first why it turned round");

    [Fact]
    public void An_order_that_goes_forward_is_not_cancelled() =>
        Given(Placed).When(new OrderCommand.Cancel(CancelReason.OperatorRequest)).ThenItIsBroken("and yet it is cancelled", "Record first why it turned round");

    [Fact]
    public void A_confirmed_order_is_not_cancelled() =>
        Given(ConfirmedOrder).When(new OrderCommand.Cancel(CancelReason.CustomerRequest)).ThenItIsBroken("A confirmed order cannot be cancelled", "as a return");
}
