using Sagas.AllInOne.Demo;
using Sagas.AllInOne.Northwind;
using Sagas.AllInOne.Ordering;
using Sagas.AllInOne.Tests.Support;

namespace Sagas.AllInOne.Tests.Demo;

public sealed class When_a_timeline_is_chosen
{
    [Fact]
    public void It_is_of_an_order_that_was_paid_and_refunded() =>
        Choose(Outcome.Confirmed, Outcome.PriceChanged, Outcome.StockUnavailable, Outcome.ShipmentRefused).ShouldBe(Outcome.ShipmentRefused);

    [Fact]
    public void Else_of_one_that_had_something_to_undo() =>
        Choose(Outcome.Confirmed, Outcome.StockUnavailable, Outcome.PaymentDeclined).ShouldBe(Outcome.PaymentDeclined);

    [Fact]
    public void There_is_none_when_nothing_was_undone() => Choose(Outcome.Confirmed, Outcome.StockUnavailable).ShouldBeNull();

    static string? Choose(params string[] outcomes) => TimelineChoice.From(
        [.. outcomes.Select((outcome, index) => new OrderRecord(Samples.Data.Orders[index], Guid.CreateVersion7(), outcome, outcome))])?.Outcome;
}
