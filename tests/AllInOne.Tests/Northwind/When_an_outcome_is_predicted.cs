using Sagas.AllInOne.Northwind;
using Sagas.AllInOne.Tests.Support;

namespace Sagas.AllInOne.Tests.Northwind;

public sealed class When_an_outcome_is_predicted
{
    static readonly NorthwindData Data = new(
        [new("A", "Apples", 2m, false), new("B", "Bread", 3m, false)],
        [.. Enumerable.Range(1, 10).Select(id => AnOrder(id, "Germany", new NorthwindLine("A", 5, 2m), new NorthwindLine("B", 1, 3m)))]);

    static readonly NorthwindOrder Plain = Data.Orders[0];
    static readonly NorthwindOrder Tenth = Data.Orders[9];

    [Fact]
    public void An_order_with_nothing_against_it_is_confirmed() => Predict(Plain).ShouldBe([Outcome.Confirmed]);

    [Fact]
    public void A_declined_card_is_found_out() => Predict(Tenth).ShouldBe([Outcome.PaymentDeclined]);

    [Fact]
    public void A_country_that_is_not_served_is_found_out() => Predict(SentTo(Plain, "Norway")).ShouldBe([Outcome.ShipmentRefused]);

    [Fact]
    public void A_total_that_is_not_todays_is_found_out() => Predict(Cheaper(Plain)).ShouldBe([Outcome.PriceChanged]);

    [Fact]
    public void A_total_is_compared_and_not_each_price()
    {
        var swapped = Plain with { Lines = [new("A", 5, 2.5m), new("B", 1, 0.5m)] };

        Predict(swapped).ShouldBe([Outcome.Confirmed]);
    }

    [Fact]
    public void The_total_is_compared_before_the_card_is_charged() => Predict(Cheaper(Tenth)).ShouldBe([Outcome.PriceChanged]);

    [Fact]
    public void The_card_is_charged_before_the_address_is_looked_at() => Predict(SentTo(Tenth, "Norway")).ShouldBe([Outcome.PaymentDeclined]);

    [Fact]
    public void An_order_of_a_sku_that_was_once_too_scarce_for_it_may_also_find_no_stock() =>
        Predict(Plain, apples: 4).ShouldBe([Outcome.Confirmed, Outcome.StockUnavailable]);

    [Fact]
    public void A_sku_that_was_scarce_but_never_too_scarce_is_no_excuse() => Predict(Plain, apples: 5).ShouldBe([Outcome.Confirmed]);

    [Fact]
    public void Stock_is_asked_for_first_whatever_else_is_wrong() =>
        Predict(SentTo(Cheaper(Tenth), "Norway"), apples: 0).ShouldBe([Outcome.PriceChanged, Outcome.StockUnavailable]);

    [Fact]
    public void An_order_of_what_was_never_counted_may_find_no_stock() =>
        new NorthwindOutcomes(Data, Samples.IsServed, new Dictionary<string, int>()).Allowed(Plain).ShouldContain(Outcome.StockUnavailable);

    [Fact]
    public void The_samples_lead_to_every_outcome()
    {
        var outcomes = new NorthwindOutcomes(Samples.Data, Samples.IsServed, Samples.EverythingInPlenty);

        Samples.Data.Orders.CountBy(outcomes.WithStock).ToDictionary().ShouldBe(
            new Dictionary<string, int>
            {
                [Outcome.PriceChanged] = 250, [Outcome.PaymentDeclined] = 58, [Outcome.ShipmentRefused] = 28, [Outcome.Confirmed] = 494,
            },
            ignoreOrder: true);
    }

    static IReadOnlyList<string> Predict(NorthwindOrder order, int apples = 1000) =>
        new NorthwindOutcomes(Data, Samples.IsServed, new Dictionary<string, int> { ["A"] = apples, ["B"] = 1000 }).Allowed(order);

    static NorthwindOrder SentTo(NorthwindOrder order, string country) => order with { ShipTo = order.ShipTo with { Country = country } };

    static NorthwindOrder Cheaper(NorthwindOrder order) =>
        order with { Lines = [.. order.Lines.Select(line => line with { UnitPriceThen = line.UnitPriceThen - 0.01m })] };

    static NorthwindOrder AnOrder(int orderId, string country, params NorthwindLine[] lines) =>
        SentTo(new NorthwindOrder(orderId, "VINET", Samples.Data.Orders[0].ShipTo, lines), country);
}
