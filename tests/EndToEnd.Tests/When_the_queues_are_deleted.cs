using RabbitMQ.Client;
using Sagas.TestKit;

namespace Sagas.EndToEnd.Tests;

public sealed class When_the_queues_are_deleted
{
    const int Orders = 24;

    [Fact]
    public async Task with_all_that_was_in_them_every_order_still_ends()
    {
        await using var broker = await RabbitMqVirtualHost.CreateAsync();
        await using var installation = new Installation(broker.ConnectionString);
        await using var shop = await installation.StartAsync();
        await shop.StockAsync("SKU-1", 2 * Orders);
        (await shop.OutcomeAsync(await shop.PlaceAsync(SampleOrder.Of("before")))).ShouldBe("Confirmed");

        var ids = await Task.WhenAll(SampleOrder.OfEveryKind(Orders).Select(shop.PlaceAsync));
        await DeleteQueuesAsync(broker.ConnectionString);

        for (var i = 0; i < Orders; i++)
            (await shop.OutcomeAsync(ids[i])).ShouldBe(SampleOrder.ExpectedOutcome(i), await shop.TimelineAsync(ids[i]));
        await installation.NothingIsLostAsync();
        await installation.TheTimelinesAreWholeAsync();
    }

    static async Task DeleteQueuesAsync(string rabbitMq)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(rabbitMq) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in new[] { "inventory", "payment", "shipping", "place-order" })
            await channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false);
    }
}
