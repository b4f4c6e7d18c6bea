using Sagas.TestKit;

namespace Sagas.EndToEnd.Tests;

public sealed class When_the_broker_is_down
{
    const int Orders = 20;

    [Fact]
    public async Task orders_are_accepted_and_complete_when_it_is_back()
    {
        await using var broker = await RabbitMqVirtualHost.CreateAsync();
        await using var line = new TcpProxy(new Uri(broker.ConnectionString));
        await using var installation = new Installation(line.Address.AbsoluteUri);
        await using var shop = await installation.StartAsync();
        await shop.StockAsync("SKU-1", 100);
        (await shop.OutcomeAsync(await shop.PlaceAsync(SampleOrder.Of("before")))).ShouldBe("Confirmed");

        line.Cut();
        var ids = await Task.WhenAll(Enumerable.Range(0, Orders).Select(i => shop.PlaceAsync(SampleOrder.Of($"during-{i}"))));
        await shop.UntilReadyAndAsync("Degraded");
        line.Mend();

        foreach (var id in ids)
            (await shop.OutcomeAsync(id, TimeSpan.FromSeconds(120))).ShouldBe("Confirmed");
        await installation.NothingIsLostAsync();
        await shop.UntilReadyAndAsync("Healthy");
    }
}
