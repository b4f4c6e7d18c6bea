using Sagas.AllInOne.Conservation;

namespace Sagas.AllInOne.Tests.Conservation;

public sealed class When_stock_is_added_up
{
    static readonly StockOfSku Chai = new("NW-001", Received: 100, Returned: 0, new Levels(60, 10, 30), new Levels(60, 10, 30));

    [Fact]
    public void Units_that_are_all_somewhere_are_in_order()
    {
        StockLaws.NothingIsLost([Chai]).Measured.ShouldBe("100 + 0 = 60 + 10 + 30 + 0");
        StockLaws.NothingIsLost([Chai]).Breaches.ShouldBeEmpty();
        StockLaws.EveryMovementIsKept([Chai]).Breaches.ShouldBeEmpty();
        StockLaws.WhatLeftWasShipped([Chai], Dispatched(30)).Breaches.ShouldBeEmpty();
    }

    [Fact]
    public void Units_that_came_back_are_free_again_or_written_off()
    {
        var returned = Chai with { Returned = 3, Now = new Levels(62, 10, 30, WrittenOff: 1) };

        StockLaws.NothingIsLost([returned]).Measured.ShouldBe("100 + 3 = 62 + 10 + 30 + 1");
        StockLaws.NothingIsLost([returned]).Breaches.ShouldBeEmpty();
        StockLaws.NothingIsLost([returned with { Now = new Levels(62, 10, 30) }]).Holds.ShouldBeFalse("the damaged unit is nowhere");
    }

    [Fact]
    public void A_unit_too_few_is_a_breach() =>
        StockLaws.NothingIsLost([Chai with { Now = new Levels(60, 9, 30) }]).Breaches
            .ShouldBe(["Inventory received 100 of NW-001, got 0 back, and has 60 available, 9 reserved, 30 shipped, 0 written off: 99 in all."]);

    [Fact]
    public void A_unit_too_many_is_a_breach() => StockLaws.NothingIsLost([Chai with { Now = new Levels(61, 10, 30) }]).Holds.ShouldBeFalse();

    [Fact]
    public void Two_errors_that_cancel_each_other_out_are_two_breaches() =>
        StockLaws.NothingIsLost([Chai with { Now = new Levels(61, 10, 30) }, Chai with { Now = new Levels(59, 10, 30) }]).Breaches.Count.ShouldBe(2);

    [Fact]
    public void A_change_without_a_movement_is_a_breach() =>
        StockLaws.EveryMovementIsKept([Chai with { Moved = new Levels(70, 0, 30) }]).Breaches
            .ShouldBe(["Inventory has 60 available, 10 reserved, 30 shipped, 0 written off of NW-001, but its movements add up to 70 available, 0 reserved, 30 shipped, 0 written off."]);

    [Fact]
    public void A_dispatch_that_inventory_has_not_heard_of_is_a_breach() =>
        StockLaws.WhatLeftWasShipped([Chai], Dispatched(31)).Breaches.ShouldBe(["Shipping dispatched 31 of NW-001, but Inventory shipped 30."]);

    [Fact]
    public void Goods_that_left_without_a_shipment_are_a_breach() =>
        StockLaws.WhatLeftWasShipped([Chai], new Dictionary<string, long>()).Breaches.ShouldBe(["Shipping dispatched 0 of NW-001, but Inventory shipped 30."]);

    [Fact]
    public void A_dispatch_of_an_unknown_sku_is_a_breach() =>
        StockLaws.WhatLeftWasShipped([], Dispatched(1)).Breaches.ShouldBe(["Shipping dispatched NW-001, which Inventory does not know."]);

    static Dictionary<string, long> Dispatched(long chai) => new() { ["NW-001"] = chai };
}
