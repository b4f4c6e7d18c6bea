using Sagas.TestKit;

namespace Sagas.EndToEnd.Tests;

public sealed class When_an_order_comes_back
{
    [Fact]
    public async Task the_sound_goods_are_on_the_shelf_the_damaged_ones_written_off_and_the_money_is_back()
    {
        await using var virtualHost = await RabbitMqVirtualHost.CreateAsync();
        await using var installation = new Installation(virtualHost.ConnectionString)
        {
            Settings =
            {
                ["Shipping__SimulatedCarrier__Enabled"] = "true",
                ["Shipping__SimulatedCarrier__DispatchAfter"] = "00:00:00",
                ["Shipping__SimulatedCarrier__DeliverAfter"] = "00:00:00",
                ["ReturnOrder__ReceiveReturn__Deadline"] = "00:00:02",
                ["ReturnOrder__ReceiveReturn__Growth"] = "1",
            },
        };
        await using var shop = await installation.StartAsync();
        await shop.StockAsync("SKU-1", 100);
        var order = await shop.PlaceAsync(SampleOrder.Of("comes-back", quantity: 3));
        await shop.UntilAsync(order, TimeSpan.FromSeconds(60), "Delivered");

        var returned = await shop.ReturnAsync(order);
        await shop.ReceiveAsync(returned);
        await shop.InspectAsync(returned, "SKU-1", sound: 2, damaged: 1);

        await shop.UntilAsync(order, TimeSpan.FromSeconds(60), "Returned");
        (await shop.OrderAsync(order)).GetProperty("refunded").GetProperty("amount").GetString().ShouldBe("30.00", await shop.TimelineAsync(returned));
        (await installation.ScalarAsync<string>("inventory", "select concat_ws(' ', available, reserved, shipped, written_off) from stock where sku = 'SKU-1'")).ShouldBe("99 0 3 1");
        (await installation.ScalarAsync<string>("order_saga", "select current_state from return_order_sagas")).ShouldBe("Completed");
        (await shop.TimelineAsync(order)).ShouldMatch("Shipping [a-z]+ ShipmentDelivered");
        (await shop.TimelineAsync(returned)).ShouldContain("Inventory answered GoodsInspected");
        await installation.NothingIsLostAsync();
        await installation.TheTimelinesAreWholeAsync();
    }
}
