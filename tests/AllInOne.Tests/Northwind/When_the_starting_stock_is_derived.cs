using Sagas.AllInOne.Northwind;
using Sagas.AllInOne.Tests.Support;

namespace Sagas.AllInOne.Tests.Northwind;

public sealed class When_the_starting_stock_is_derived
{
    [Fact]
    public void It_is_nine_tenths_of_what_orders_at_todays_price_ask_rounded_down()
    {
        var data = new NorthwindData(
            [new("A", "Apples", 2m, false), new("B", "Bread", 3m, false)],
            [
                AnOrder(1, new NorthwindLine("A", 15, 2m)),
                AnOrder(2, new NorthwindLine("A", 4, 2m), new NorthwindLine("B", 1, 3m)),
                AnOrder(3, new NorthwindLine("A", 100, 1.5m)),
            ]);

        data.StartingStock().ShouldBe(new Dictionary<string, int> { ["A"] = 17, ["B"] = 0 }, ignoreOrder: true);
    }

    [Fact]
    public void Every_product_of_the_samples_has_some_but_less_than_is_asked()
    {
        var asked = Samples.Data.Orders.Where(order => !Samples.Data.PriceMoved(order)).SelectMany(order => order.Lines)
            .ToLookup(line => line.Sku, line => line.Quantity);

        var stock = Samples.Data.StartingStock();

        stock.Count.ShouldBe(77);
        stock.ShouldAllBe(units => units.Value > 0 && units.Value < asked[units.Key].Sum());
    }

    static NorthwindOrder AnOrder(int orderId, params NorthwindLine[] lines) => new(orderId, "VINET", Samples.Data.Orders[0].ShipTo, lines);
}
