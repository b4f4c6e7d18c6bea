using System.Collections.Concurrent;
using Sagas.TestKit;

namespace Sagas.EndToEnd.Tests;

/// <summary>A server is stopped, or crashes, while customers keep ordering. Each time it is started again, and nobody does anything else.</summary>
public sealed class When_a_server_restarts_under_load
{
    const int Customers = 16;
    const int OrdersOfEach = 10;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Not the orders' speed is looked at here: endpoints come back one by one, with pauses that grow to half a minute, and then everything waits for the processor.</summary>
    static readonly TimeSpan Recovery = TimeSpan.FromMinutes(4);

    static bool IsLong => Environment.GetEnvironmentVariable("SAGAS_LONG") == "1";

    [Fact]
    public async Task PostgreSQL_comes_back_and_nothing_is_lost_or_done_twice()
    {
        await using var broker = await RabbitMqVirtualHost.CreateAsync();
        await using var server = await PrivateServer.StartAsync("postgres");
        await using var installation = new Installation(broker.ConnectionString, server.ConnectionString);
        await RestartAsync(installation, server, stop: true);
    }

    [Fact]
    public async Task RabbitMQ_comes_back_and_nothing_is_lost_or_done_twice()
    {
        await using var server = await PrivateServer.StartAsync("rabbitmq");
        await using var installation = new Installation(server.ConnectionString);
        // It takes its time to start, so usually it only crashes.
        await RestartAsync(installation, server, stop: IsLong);
    }

    static async Task RestartAsync(Installation installation, PrivateServer server, bool stop)
    {
        var orders = SampleOrder.OfEveryKind(Customers * OrdersOfEach);
        var placed = new ConcurrentDictionary<int, Guid>();
        await using var shop = await installation.StartAsync();
        await shop.StockAsync("SKU-1", orders.Count);

        var ordering = Task.WhenAll(Enumerable.Range(0, Customers).Select(OrderAsync));
        await UntilPlacedAsync(orders.Count / 4);
        if (stop)
        {
            await server.StopAsync();
            await server.StartAsync();
            await UntilEndedAsync(orders.Count / 3);
        }

        await server.CrashAsync();
        await server.StartAsync();
        await ordering;

        for (var i = 0; i < orders.Count; i++)
            (await shop.OutcomeAsync(placed[i], Recovery)).ShouldBe(SampleOrder.ExpectedOutcome(i), await shop.TimelineAsync(placed[i]));
        (await installation.ScalarAsync<long>("order_saga", "select count(*) from place_order_sagas")).ShouldBe(orders.Count);
        await installation.NothingIsLostAsync();
        await installation.TheTimelinesAreWholeAsync();
        await shop.UntilReadyAndAsync("Healthy", Recovery);
        (await installation.ScalarAsync<long>("order_saga", "select count(*) from dead_letters")).ShouldBe(0);

        async Task OrderAsync(int customer)
        {
            // Not waiting for anything: the pace leaves some orders for every moment of the outages.
            using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1));
            for (var i = customer; i < orders.Count; i += Customers)
            {
                placed[i] = await shop.PlaceWithPatienceAsync(orders[i], Patience);
                await pace.WaitForNextTickAsync();
            }
        }

        Task UntilEndedAsync(int count) => Eventually.ShouldAsync(
            async () => await installation.ScalarAsync<long>("order_saga", "select count(*) from place_order_sagas where ended_at is not null") >= count,
            $"{count} orders to end", Patience, () => Task.FromResult(shop.Process.Output));

        Task UntilPlacedAsync(int count) => Eventually.ShouldAsync(() => Task.FromResult(placed.Count >= count || ordering.IsFaulted), $"{count} orders to be placed", Patience);
    }
}
