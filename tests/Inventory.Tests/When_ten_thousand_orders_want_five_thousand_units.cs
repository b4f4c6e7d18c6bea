using Sagas.Contracts.Inventory;

namespace Sagas.Inventory.Tests;

public sealed class When_ten_thousand_orders_want_five_thousand_units(Warehouse warehouse) : IClassFixture<Warehouse>
{
    const int Orders = 10_000;
    const int Units = 5_000;

    [Fact]
    public async Task exactly_five_thousand_are_sold()
    {
        await warehouse.StockAsync("chai", Units);

        var replies = await Task.WhenAll(Enumerable.Range(0, Orders).Select(_ => warehouse.AskAsync(AnOrder.Reserving(("chai", 1)))));

        replies.OfType<StockReserved>().Count().ShouldBe(Units);
        replies.OfType<StockUnavailable>().Count(reply => reply.Reason == "OutOfStock").ShouldBe(Orders - Units);
        var level = await warehouse.LevelAsync("chai");
        (level.Received, level.Available, level.Reserved).ShouldBe((Units, 0, Units));
    }
}
