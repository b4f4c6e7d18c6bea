using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.Extensions.DependencyInjection;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;
using Sagas.TestKit;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_the_broker_goes_and_comes_back(TollDatabase database, RabbitMqVirtualHost broker)
    : IClassFixture<TollDatabase>, IClassFixture<RabbitMqVirtualHost>
{
    [Fact]
    public async Task messages_leave_as_soon_as_it_is_back_and_none_is_penalized()
    {
        await using var line = new TcpProxy(new Uri(broker.ConnectionString));
        await using var host = await TollHost.StartAsync(database, new TollHostSettings { RabbitMq = line.Address.AbsoluteUri, Outbox = new OutboxOptions { FailureDelay = TimeSpan.FromMinutes(10) } });
        List<Guid> crossings = [.. Enumerable.Range(0, 300).Select(_ => Guid.CreateVersion7())];

        line.Cut();
        await PublishAsync(host, crossings);
        await Eventually.ShouldAsync(
            async () => await database.ScalarAsync<long>("select count(*) from outbox where last_error like 'The bus is not connected%'") > 0, "the outbox to notice",
            describe: database.DescribeOutboxAsync);
        line.Mend();
        var bus = host.Services.GetRequiredService<IBusControl>();
        (await bus.WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromMinutes(1))).ShouldBe(BusHealthStatus.Healthy);

        (await host.Sightings.UntilAsync<CrossingRecorded>(crossings.Count)).Select(recorded => recorded.CrossingId).ShouldBe(crossings, ignoreOrder: true);
        await database.UntilOutboxIsEmptyAsync();
    }

    static async Task PublishAsync(TollHost host, IEnumerable<Guid> crossings)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await using var session = scope.ServiceProvider.GetRequiredService<IOutboxSessions<TollDbContext>>().Open();
        foreach (var crossingId in crossings)
            await session.PublishAsync(new CrossingRecorded(crossingId), TestContext.Current.CancellationToken);
        await session.CommitAsync(TestContext.Current.CancellationToken);
    }
}
