using Sagas.TestKit;

namespace Sagas.EndToEnd.Tests;

/// <summary>
/// The process dies at a durable boundary while orders of every kind are under way. One restart covers many messages. Commits are shared, and the slower the
/// machine, the more messages share one: the numbers are of commits that there must be in any case.
/// </summary>
public sealed class When_the_process_is_killed
{
    const int Orders = 32;

    [Theory]
    [InlineData("received:30")]
    [InlineData("before-commit:12")]
    [InlineData("after-commit:12")]
    [InlineData("after-send:40")]
    [InlineData("before-delete:3")]
    public async Task over_rabbitmq_every_order_ends_and_nothing_is_lost_or_done_twice(string failPoint)
    {
        await using var broker = await RabbitMqVirtualHost.CreateAsync();
        await using var installation = new Installation(broker.ConnectionString);
        await KillAndRestartAsync(installation, failPoint);
    }

    [Theory]
    [InlineData("received:30")]
    [InlineData("after-commit:12")]
    public async Task in_memory_every_order_ends_although_the_transport_forgets(string failPoint)
    {
        await using var installation = new Installation();
        await KillAndRestartAsync(installation, failPoint);
    }

    static async Task KillAndRestartAsync(Installation installation, string failPoint)
    {
        var orders = SampleOrder.OfEveryKind(Orders);
        await using (var doomed = await installation.StartAsync(failPoint))
        {
            await doomed.StockAsync("SKU-1", Orders);
            await Task.WhenAll(orders.Select(doomed.TryPlaceAsync));
            await doomed.Process.WaitForExitAsync(TimeSpan.FromSeconds(60));
        }

        await using var shop = await installation.StartAsync();
        var ids = await Task.WhenAll(orders.Select(shop.PlaceAsync));
        for (var i = 0; i < Orders; i++)
            (await shop.OutcomeAsync(ids[i])).ShouldBe(SampleOrder.ExpectedOutcome(i), await shop.TimelineAsync(ids[i]));

        (await installation.ScalarAsync<long>("order_saga", "select count(*) from place_order_sagas")).ShouldBe(Orders);
        await installation.NothingIsLostAsync();
        await installation.TheTimelinesAreWholeAsync();
    }
}
