using Sagas.TestKit;

namespace Sagas.EndToEnd.Tests;

public sealed class When_every_message_comes_three_times_in_any_order
{
    const int Orders = 48;

    [Fact]
    public async Task every_order_ends_as_it_would_have_and_nothing_is_done_twice()
    {
        await using var broker = await RabbitMqVirtualHost.CreateAsync();
        await using var installation = new Installation(broker.ConnectionString);
        await using var shop = await installation.StartAsync();
        await shop.StockAsync("SKU-1", 2 * Orders);
        // Its queue and the others are there once an order has gone through.
        (await shop.OutcomeAsync(await shop.PlaceAsync(SampleOrder.Of("before")))).ShouldBe("Confirmed");
        await using var parrot = await Parrot.PerchAsync(broker.ConnectionString, times: 3, longestPause: TimeSpan.FromMilliseconds(400));

        var ids = await Task.WhenAll(SampleOrder.OfEveryKind(Orders).Select(shop.PlaceAsync));
        await Task.WhenAll(ids.Where((_, i) => i % 8 == 6).Select(shop.TryCancelAsync));

        for (var i = 0; i < Orders; i++)
        {
            string[] allowed = i % 8 == 6 ? ["CustomerRequest", "Confirmed"] : [SampleOrder.ExpectedOutcome(i)];
            (await shop.OutcomeAsync(ids[i])).ShouldBeOneOf(allowed, await shop.TimelineAsync(ids[i]));
        }

        parrot.Heard.ShouldBeGreaterThan(5 * Orders);
        await installation.NothingIsLostAsync();
        await installation.TheTimelinesAreWholeAsync();
        (await installation.ScalarAsync<long>("order_saga", "select count(*) from saga_timeline where kind = 'Duplicate'")).ShouldBeGreaterThan(Orders);
    }
}
