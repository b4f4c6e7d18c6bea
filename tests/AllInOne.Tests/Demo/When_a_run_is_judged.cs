using Sagas.AllInOne.Conservation;
using Sagas.AllInOne.Demo;
using Sagas.AllInOne.Northwind;
using Sagas.AllInOne.Ordering;
using Sagas.AllInOne.Tests.Support;

namespace Sagas.AllInOne.Tests.Demo;

public sealed class When_a_run_is_judged
{
    static readonly NorthwindOutcomes Oracle = new(Samples.Data, Samples.IsServed, new Dictionary<string, int>());

    /// <summary>As the data says, but every fifteenth order found no stock.</summary>
    static readonly OrderRecord[] Good =
        [.. Samples.Data.Orders.Select(order => Ended(order, order.Position % 15 == 0 ? Outcome.StockUnavailable : Oracle.WithStock(order)))];

    [Fact]
    public void Nothing_is_said_when_all_is_well() => Judge(Good).ShouldBeEmpty();

    [Fact]
    public void An_order_that_did_not_end_is_named_with_its_status() =>
        Judge(With(10248, record => record with { Outcome = null, Status = "Paid" }))
            .ShouldBe([$"Order 10248 did not end: its status is Paid (id {Good[0].Id})."]);

    [Fact]
    public void An_order_that_was_never_placed_is_named() =>
        Judge(With(10248, record => new OrderRecord(record.Order))).ShouldBe(["Order 10248 did not end: its status is not placed."]);

    [Fact]
    public void An_outcome_that_the_data_does_not_allow_is_named_with_what_it_allows() =>
        Judge(With(10248, record => record with { Outcome = Outcome.Confirmed }))
            .ShouldBe([$"Order 10248 ended as Confirmed (id {Good[0].Id}), but its data allows only PriceChanged or StockUnavailable."]);

    [Fact]
    public void An_outcome_that_no_data_leads_to_is_named() =>
        Judge(With(10248, record => record with { Outcome = "Timeout" })).Single().ShouldStartWith("Order 10248 ended as Timeout");

    [Fact]
    public void No_stock_is_no_excuse_where_there_was_plenty()
    {
        var wrong = Verdict.On(Good, new(Samples.Data, Samples.IsServed, Samples.EverythingInPlenty), []);

        wrong.Count.ShouldBe(Good.Count(record => record.Outcome == Outcome.StockUnavailable));
        wrong.ShouldAllBe(sentence => sentence.Contains("ended as StockUnavailable", StringComparison.Ordinal));
    }

    [Fact]
    public void An_outcome_that_hardly_occurred_is_named()
    {
        var seen = 0;
        var records = Good.Select(record => record.Outcome == Outcome.ShipmentRefused && ++seen > 9 ? record with { Outcome = Outcome.StockUnavailable } : record);

        Judge([.. records]).ShouldBe(["Only 9 orders ended as ShipmentRefused; at least 10 should."]);
    }

    [Fact]
    public void Too_few_confirmed_orders_are_named()
    {
        var seen = 0;
        var records = Good.Select(record => record.Outcome == Outcome.Confirmed && ++seen > 331 ? record with { Outcome = Outcome.StockUnavailable } : record);

        Judge([.. records]).ShouldBe(["Only 39.9 % of the orders were confirmed; at least 40 % should be."]);
    }

    [Fact]
    public void A_breach_of_conservation_is_passed_on() =>
        Verdict.On(Good, Oracle, [new("a = b", "1 = 1", []), new("c = d", "2 = 3", ["SKU NW-001: c is 2, and d is 3."])])
            .ShouldBe(["SKU NW-001: c is 2, and d is 3."]);

    static IReadOnlyList<string> Judge(IReadOnlyList<OrderRecord> records) => Verdict.On(records, Oracle, []);

    static OrderRecord[] With(int orderId, Func<OrderRecord, OrderRecord> change) =>
        [.. Good.Select(record => record.Order.OrderId == orderId ? change(record) : record)];

    static OrderRecord Ended(NorthwindOrder order, string outcome) => new(order, Guid.CreateVersion7(), "Cancelled", outcome);
}
