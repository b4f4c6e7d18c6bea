using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Tests.Orders.AnOrder;
using static Sagas.OrderSaga.Tests.Orders.OrderSpec;

namespace Sagas.OrderSaga.Tests.Orders;

public sealed class When_stock_is_unavailable
{
    [Fact]
    public void The_order_turns_round_and_owes_nothing()
    {
        var order = Given(Placed).When(new OrderCommand.RecordStockUnavailable("OutOfStock", Shortages))
            .Then(new OrderEvent.StockUnavailable("OutOfStock", Shortages));

        order.Status.ShouldBe(OrderStatus.Cancelling);
        order.CancelReason.ShouldBe(CancelReason.StockUnavailable);
        order.Reservation.Shortages.ShouldBe(Shortages);
        order.Reservation.RefusedBecause.ShouldBe("OutOfStock");
        order.Owed.ShouldBeEmpty();
    }

    [Fact]
    public void A_catalogue_in_another_currency_is_its_own_reason() =>
        Given(Placed).When(new OrderCommand.RecordStockUnavailable("CurrencyMismatch", []))
            .Then(new OrderEvent.StockUnavailable("CurrencyMismatch", []))
            .CancelReason.ShouldBe(CancelReason.CurrencyMismatch);

    [Fact]
    public void Because_its_undo_came_first_the_first_reason_stands() =>
        Given(Placed, CancellationRequested).When(new OrderCommand.RecordStockUnavailable("AlreadyUndone", []))
            .Then(new OrderEvent.StockUnavailable("AlreadyUndone", []))
            .CancelReason.ShouldBe(CancelReason.CustomerRequest);

    [Fact]
    public void After_its_undo_was_confirmed_it_is_no_news() =>
        Given(Placed, CancellationRequested, Unreserved).When(new OrderCommand.RecordStockUnavailable("AlreadyUndone", [])).ThenNothing();

    [Fact]
    public void It_cannot_be_reserved_as_well() =>
        Given(Placed, Reserved).When(new OrderCommand.RecordStockUnavailable("OutOfStock", Shortages))
            .ThenItIsBroken("ReserveStock was done, and is now reported as refused", "effect ledger");

    [Fact]
    public void It_cannot_be_reserved_afterwards() =>
        Given(Placed, new OrderEvent.StockUnavailable("OutOfStock", Shortages)).When(RecordReserved)
            .ThenItIsBroken("ReserveStock was refused, and is now reported as done", "undo the effect by hand");
}
