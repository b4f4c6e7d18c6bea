using Sagas.Contracts;
using static Sagas.OrderSaga.Orders.OrderCommand;
using static Sagas.OrderSaga.Orders.OrderStep;

namespace Sagas.OrderSaga.Orders;

static class ReservingStock
{
    public static IReadOnlyList<OrderEvent> Reserved(OrderState order, RecordStockReserved report)
    {
        if (!order.IsNewsThatDone(ReserveStock))
            return [];
        MustBeWhatWasOrdered(order, report);
        MustAddUp(report);

        OrderEvent reserved = new OrderEvent.StockReserved(report.Lines, report.Total);
        return order.ExpectedTotal is { } expected && expected != report.Total
            ? [reserved, new OrderEvent.PriceChanged(expected, report.Total)]
            : [reserved];
    }

    public static IReadOnlyList<OrderEvent> Unavailable(OrderState order, RecordStockUnavailable report) =>
        order.IsNewsThatRefused(ReserveStock) ? [new OrderEvent.StockUnavailable(report.Reason, report.Shortages)] : [];

    public static IReadOnlyList<OrderEvent> Unreserved(OrderState order, RecordStockUnreserved report) =>
        order.IsNewsThatUndone(ReserveStock) ? [new OrderEvent.StockUnreserved(report.Units)] : [];

    static void MustBeWhatWasOrdered(OrderState order, RecordStockReserved report)
    {
        var ordered = order.Lines.Select(line => (line.Sku, line.Quantity)).Order();
        if (!ordered.SequenceEqual(report.Lines.Select(line => (line.Sku, line.Quantity)).Order()))
            throw new OrderInvariantException(
                "Stock was reserved for other lines than were ordered.", "Unreserve it, and check which command Inventory answered.");
    }

    static void MustAddUp(RecordStockReserved report)
    {
        var sum = new Money(report.Lines.Sum(line => line.LineTotal.Amount), report.Total.Currency);
        if (sum != report.Total || report.Lines.Any(line => line.LineTotal.Currency != sum.Currency))
            throw new OrderInvariantException(
                $"The reserved lines do not add up to the total of {report.Total}.",
                "Charge nothing: unreserve the stock, and correct the prices that Inventory answers with.");
    }
}
