using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Orders.OrderCommand.OfReturn;
using static Sagas.OrderSaga.Tests.Orders.OrderSpec;
using Events = Sagas.OrderSaga.Orders.OrderEvent.OfReturn;

namespace Sagas.OrderSaga.Tests.Orders;

public sealed class When_an_order_is_returned
{
    [Fact]
    public void It_comes_back_whole_at_what_was_charged() =>
        Given(AReturn.DeliveredOrder).When(new RequestReturn(AReturn.Id, "too big", "BLAUS")).Then(AReturn.Requested).Status.ShouldBe(OrderStatus.Returning);

    [Fact]
    public void One_that_is_not_delivered_is_refused()
    {
        Returning.WhyNotReturn(OrderState.Initial.Fold(AnOrder.ConfirmedOrder)).ShouldBe(ReturnRefusal.NotDelivered);
        Returning.WhyNotReturn(OrderState.Initial.Fold(AnOrder.CancelledOrder)).ShouldBe(ReturnRefusal.NotDelivered);
        Given(AnOrder.ConfirmedOrder).When(new RequestReturn(AReturn.Id, "too big", "BLAUS")).ThenItIsBroken("NotDelivered", "WhyNotReturn");
    }

    [Fact]
    public void There_is_one_return_at_a_time_and_after_a_complete_one_none()
    {
        Returning.WhyNotReturn(OrderState.Initial.Fold(AReturn.ReturningOrder)).ShouldBe(ReturnRefusal.AlreadyReturning);
        Returning.WhyNotReturn(OrderState.Initial.Fold(AReturn.ReturnedOrder)).ShouldBe(ReturnRefusal.AlreadyReturned);
    }

    [Fact]
    public void After_a_rejected_return_the_order_stands_and_may_be_returned_after_all()
    {
        var order = OrderState.Initial.Fold(AReturn.RejectedReturn);

        order.Status.ShouldBe(OrderStatus.Delivered);
        Returning.WhyNotReturn(order).ShouldBeNull();
        Given(AReturn.RejectedReturn).When(new RequestReturn(AReturn.AnotherId, "too big", "BLAUS")).Then(AReturn.Requested with { ReturnId = AReturn.AnotherId })
            .Returns!.Count.ShouldBe(2);
    }

    [Fact]
    public void A_complete_one_gave_all_the_money_back()
    {
        var order = Given(AReturn.SettledReturn).When(new Complete(AReturn.Id)).Then(new Events.Completed(AReturn.Id));

        order.Status.ShouldBe(OrderStatus.Returned);
        order.Payment.Held.ShouldBeNull();
        order.Outcome.ShouldBe(OrderOutcome.Confirmed, "an outcome never changes");
    }

    [Fact]
    public void It_is_not_complete_while_anything_is_missing() =>
        Given(AReturn.InspectedReturn).When(new Complete(AReturn.Id)).ThenItIsBroken("RestockGoods and WriteOffGoods and RefundReturn", "Record the participant's reply first");

    [Fact]
    public void What_was_waived_is_not_missing() =>
        Given([.. AReturn.InspectedReturn, new Events.GoodsRestocked(AReturn.Id, 2), new Events.GoodsWrittenOff(AReturn.Id, 1)])
            .When(new WaiveStep(AReturn.Id, ReturnStep.RefundReturn, "transfer 4711", "dana"))
            .Then(new Events.StepWaived(AReturn.Id, ReturnStep.RefundReturn, "transfer 4711", "dana"))
            .LastReturn!.Missing.ShouldBeEmpty();

    [Fact]
    public void An_inspection_is_never_waived() =>
        Given([.. AReturn.ReturningOrder, AReturn.Received]).When(new WaiveStep(AReturn.Id, ReturnStep.InspectReturn, "looked fine", "dana")).ThenItIsBroken("can't be waived", "Have the goods inspected");

    [Fact]
    public void Goods_that_arrive_after_it_turned_round_lead_on() =>
        Given([.. AReturn.ReturningOrder, new Events.TurnedRound(AReturn.Id, ReturnRejection.GoodsNeverArrived, null)])
            .When(new RecordReceived(AReturn.Id, AnOrder.Tuesday)).Then(AReturn.Received).LastReturn!.TurnedRoundBy.ShouldBeNull();

    [Fact]
    public void With_its_goods_in_the_house_it_is_not_rejected() =>
        Given(AReturn.InspectedReturn).When(new Reject(AReturn.Id)).ThenItIsBroken("The goods have arrived", "Let it go on");

    [Fact]
    public void Goods_of_a_rejected_one_are_a_contradiction() =>
        Given(AReturn.RejectedReturn).When(new RecordReceived(AReturn.Id, AnOrder.Tuesday)).ThenItIsBroken("though the return was rejected", "settle with the customer by hand");

    [Fact]
    public void Another_amount_than_was_charged_is_a_contradiction() =>
        Given(AReturn.InspectedReturn).When(new RecordRefunded(AReturn.Id, AnOrder.Total with { Amount = 1m }, "re_1")).ThenItIsBroken("of a charge of", "Settle the difference");

    [Fact]
    public void A_second_refund_is_a_contradiction() =>
        Given(AReturn.SettledReturn).When(new RecordRefunded(AReturn.Id, AnOrder.Total, "re_2")).ThenItIsBroken("now as re_2 too", "more was given back");

    [Fact]
    public void Other_units_than_were_found_are_a_contradiction() =>
        Given(AReturn.InspectedReturn).When(new RecordRestocked(AReturn.Id, 3)).ThenItIsBroken("3 units were restocked, and the inspection found 2", "correct the stock");

    [Fact]
    public void A_return_that_nobody_asked_for_is_a_contradiction() =>
        Given(AReturn.DeliveredOrder).When(new RecordReceived(AReturn.Id, AnOrder.Tuesday)).ThenItIsBroken("never requested", "Find out who sent the message");
}
