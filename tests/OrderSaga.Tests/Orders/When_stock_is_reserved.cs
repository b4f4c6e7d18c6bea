using Sagas.Contracts;
using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Tests.Orders.AnOrder;
using static Sagas.OrderSaga.Tests.Orders.OrderSpec;

namespace Sagas.OrderSaga.Tests.Orders;

public sealed class When_stock_is_reserved
{
    [Fact]
    public void The_order_has_prices_and_a_total()
    {
        var order = Given(Placed).When(RecordReserved).Then(Reserved);

        order.Status.ShouldBe(OrderStatus.Reserved);
        order.Reservation.Lines.ShouldBe(ReservedLines);
        order.Reservation.Total.ShouldBe(Total);
        order.Owed.ShouldBeEmpty();
    }

    [Fact]
    public void A_total_as_expected_turns_nothing_round() =>
        Given(PlacedExpecting(new Money(38.5m, "EUR"))).When(RecordReserved).Then(Reserved).HasTurnedRound.ShouldBeFalse();

    [Fact]
    public void Another_total_than_expected_turns_the_order_round()
    {
        var shown = new Money(35m, "EUR");

        var order = Given(PlacedExpecting(shown)).When(RecordReserved).Then(Reserved, new OrderEvent.PriceChanged(shown, Total));

        order.Status.ShouldBe(OrderStatus.Cancelling);
        order.CancelReason.ShouldBe(CancelReason.PriceChanged);
        order.Owed.ShouldBe([OrderStep.ReserveStock]);
    }

    [Fact]
    public void Another_currency_than_expected_is_its_own_reason()
    {
        var shown = Total with { Currency = "USD" };

        Given(PlacedExpecting(shown)).When(RecordReserved).Then(Reserved, new OrderEvent.PriceChanged(shown, Total))
            .CancelReason.ShouldBe(CancelReason.CurrencyMismatch);
    }

    [Fact]
    public void The_lines_may_come_in_another_order()
    {
        var turned = RecordReserved with { Lines = [.. ReservedLines.Reverse()] };

        Given(Placed).When(turned).Then(new OrderEvent.StockReserved(turned.Lines, Total));
    }

    [Fact]
    public void Other_units_than_ordered_are_not_accepted()
    {
        var tooMany = ReservedLines[0] with { Quantity = 3 };

        Given(Placed).When(RecordReserved with { Lines = [tooMany, ReservedLines[1]] }).ThenItIsBroken("other lines than were ordered", "Unreserve it");
    }

    [Fact]
    public void A_missing_line_is_not_accepted() =>
        Given(Placed).When(RecordReserved with { Lines = [ReservedLines[0]] }).ThenItIsBroken("other lines than were ordered", "Unreserve it");

    [Fact]
    public void Lines_that_do_not_add_up_are_not_charged() =>
        Given(Placed).When(RecordReserved with { Total = new Money(39m, "EUR") }).ThenItIsBroken("do not add up to the total of 39.00 EUR", "Charge nothing");

    [Fact]
    public void Lines_in_two_currencies_do_not_add_up()
    {
        var dollars = ReservedLines[1] with { LineTotal = new Money(10.50m, "USD") };

        Given(Placed).When(RecordReserved with { Lines = [ReservedLines[0], dollars] }).ThenItIsBroken("do not add up", "Charge nothing");
    }

    [Fact]
    public void Late_after_the_step_was_given_up_it_is_recorded_and_owed()
    {
        var order = Given(Placed, GaveUp(OrderStep.ReserveStock)).When(RecordReserved).Then(Reserved);

        order.Status.ShouldBe(OrderStatus.Cancelling);
        order.Owed.ShouldBe([OrderStep.ReserveStock]);
    }

    [Fact]
    public void Late_after_it_was_undone_it_is_no_news() =>
        Given(Placed, CancellationRequested, Unreserved).When(RecordReserved).ThenNothing();
}
