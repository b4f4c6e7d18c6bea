using Sagas.Contracts.Inventory;

namespace Sagas.Inventory.Tests;

public sealed class When_stock_does_not_suffice(Warehouse warehouse) : IClassFixture<Warehouse>
{
    [Fact]
    public async Task nothing_is_reserved_and_the_reply_says_which_lines_fell_short_and_by_how_much()
    {
        await warehouse.StockAsync("chai", 39);
        await warehouse.StockAsync("chang", 17);
        await warehouse.StockAsync("syrup", 0);

        var reply = (await warehouse.AskAsync(AnOrder.Reserving(("syrup", 1), ("chai", 39), ("chang", 18)))).ShouldBeOfType<StockUnavailable>();

        reply.Reason.ShouldBe("OutOfStock");
        reply.Shortages.ShouldBe([
            new Shortage { Sku = "syrup", Requested = 1, Available = 0 },
            new Shortage { Sku = "chang", Requested = 18, Available = 17 },
        ]);
        (await warehouse.LevelAsync("chai")).Reserved.ShouldBe(0);
    }

    [Fact]
    public async Task a_sku_that_the_catalogue_does_not_have_is_named()
    {
        await warehouse.StockAsync("tofu", 10);

        var reply = (await warehouse.AskAsync(AnOrder.Reserving(("tofu", 1), ("nothing", 2)))).ShouldBeOfType<StockUnavailable>();

        reply.Reason.ShouldBe("UnknownSku");
        reply.Shortages.ShouldBe([new Shortage { Sku = "nothing", Requested = 2, Available = 0 }]);
        (await warehouse.LevelAsync("tofu")).Reserved.ShouldBe(0);
    }

    [Fact]
    public async Task an_order_has_one_currency()
    {
        await warehouse.StockAsync("pavlova", 10, "17.45", "AUD");
        await warehouse.StockAsync("ikura", 10, "31.00", "JPY");

        var reply = (await warehouse.AskAsync(AnOrder.Reserving(("pavlova", 1), ("ikura", 1)))).ShouldBeOfType<StockUnavailable>();

        reply.Reason.ShouldBe("CurrencyMismatch");
        reply.Shortages.ShouldBeEmpty();
        (await warehouse.LevelAsync("pavlova")).Reserved.ShouldBe(0);
    }

    [Fact]
    public async Task a_new_round_is_decided_anew_and_the_old_one_keeps_its_answer()
    {
        await warehouse.StockAsync("queso", 0);
        var command = AnOrder.Reserving(("queso", 5));
        (await warehouse.AskAsync(command)).ShouldBeOfType<StockUnavailable>();
        await warehouse.StockAsync("queso", 5);

        (await warehouse.AskAsync(command)).ShouldBeOfType<StockUnavailable>();
        (await warehouse.AskAsync(command.InRound(2))).ShouldBeOfType<StockReserved>();
    }
}
