using System.Collections.Concurrent;
using Sagas.TestKit;

namespace Sagas.EndToEnd.Tests;

/// <summary>The broker comes and goes while customers keep ordering: each break comes at another moment of what is being sent, received and connected anew.</summary>
public sealed class When_the_line_to_the_broker_keeps_breaking
{
    const int Batch = 16;

    /// <summary>Endpoints come back one by one, with pauses that grow to half a minute.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    static readonly int Breaks = Environment.GetEnvironmentVariable("SAGAS_LONG") == "1" ? 100 : 6;

    [Fact]
    public async Task Every_order_ends_as_it_should_and_nothing_is_lost()
    {
        await using var broker = await RabbitMqVirtualHost.CreateAsync();
        await using var line = new TcpProxy(new Uri(broker.ConnectionString));
        await using var installation = new Installation(line.Address.AbsoluteUri);
        await using var shop = await installation.StartAsync();
        var orders = SampleOrder.OfEveryKind(Breaks * Batch);
        var placed = new ConcurrentDictionary<int, Guid>();
        await shop.StockAsync("SKU-1", orders.Count);

        for (var round = 0; round < Breaks; round++)
        {
            await Task.WhenAll(Enumerable.Range(round * Batch, Batch).Select(async i => placed[i] = await shop.PlaceAsync(orders[i])));
            await Moment.InAsync(TimeSpan.FromMilliseconds(37 * (round % 11)));
            line.Cut();
            await Moment.InAsync(TimeSpan.FromMilliseconds(250 * (round % 7)));
            line.Mend();
            // An order ends only when every endpoint on its way is back, to be cut off again at another moment.
            if (round % 3 == 2)
                await shop.OutcomeAsync(placed[round * Batch], Patience);
        }

        for (var i = 0; i < orders.Count; i++)
            (await shop.OutcomeAsync(placed[i], Patience)).ShouldBe(SampleOrder.ExpectedOutcome(i), await shop.TimelineAsync(placed[i]));
        await installation.NothingIsLostAsync();
        await installation.TheTimelinesAreWholeAsync();
        await shop.UntilReadyAndAsync("Healthy", Patience);
        (await installation.ScalarAsync<long>("order_saga", "select count(*) from dead_letters")).ShouldBe(0);
    }
}
