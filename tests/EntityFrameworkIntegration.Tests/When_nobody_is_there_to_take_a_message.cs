using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.Extensions.DependencyInjection;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;
using Sagas.TestKit;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_nobody_is_there_to_take_a_message(TollDatabase database, RabbitMqVirtualHost rabbitMq)
    : IClassFixture<TollDatabase>, IClassFixture<RabbitMqVirtualHost>
{
    static readonly OutboxOptions Impatient = new() { UnroutableDelay = TimeSpan.FromMilliseconds(200), SweepInterval = TimeSpan.FromMilliseconds(50) };

    [Fact]
    public async Task a_command_waits_in_the_outbox_says_why_and_arrives_when_its_endpoint_is_there()
    {
        var recorded = Guid.CreateVersion7();
        await using var host = await TollHost.StartAsync(database, new TollHostSettings { RabbitMq = rabbitMq.ConnectionString, Outbox = Impatient });

        await SendAsync(host, new Uri("exchange:late-endpoint"), new RecordCrossing(recorded));
        await Eventually.ShouldAsync(
            async () => await database.ScalarAsync<int>("select max(attempts) from outbox") >= 2, "the message to be tried twice", describe: database.DescribeOutboxAsync);

        var statistics = await host.Services.GetRequiredService<IOutboxMonitor>().ReadAsync(TestContext.Current.CancellationToken);
        (statistics.Rows, statistics.Failing).ShouldBe((1, 1));
        statistics.LastError.ShouldBe("The broker returned the message: no queue is bound to exchange:late-endpoint.");
        statistics.OldestFailing.ShouldBeGreaterThan(TimeSpan.Zero);

        await using var late = await TollHost.StartAsync(database, new TollHostSettings
        {
            RabbitMq = rabbitMq.ConnectionString,
            Outbox = Impatient,
            Bus = bus => bus.AddConsumer<LateRecorder>().Endpoint(endpoint => endpoint.Name = "late-endpoint"),
        });
        await database.UntilOutboxIsEmptyAsync();
        await late.Sightings.UntilAsync<RecordCrossing>(crossing => crossing.CrossingId == recorded);
    }

    [Fact]
    public async Task a_fact_that_interests_nobody_is_no_trouble()
    {
        await using var host = await TollHost.StartAsync(
            database, new TollHostSettings { RabbitMq = rabbitMq.ConnectionString, Outbox = Impatient, Observed = false });
        await using var scope = host.Services.CreateAsyncScope();
        await using var session = scope.ServiceProvider.GetRequiredService<IOutboxSessions<TollDbContext>>().Open();

        await session.PublishAsync(new GateDemolished(Guid.CreateVersion7(), 0), TestContext.Current.CancellationToken);
        await session.CommitAsync(TestContext.Current.CancellationToken);

        await database.UntilOutboxIsEmptyAsync();
    }

    static async Task SendAsync<T>(TollHost host, Uri destination, T message)
        where T : class
    {
        await using var scope = host.Services.CreateAsyncScope();
        await using var session = scope.ServiceProvider.GetRequiredService<IOutboxSessions<TollDbContext>>().Open();
        await session.SendAsync(destination, message, configure: null, TestContext.Current.CancellationToken);
        await session.CommitAsync(TestContext.Current.CancellationToken);
    }

    public sealed class LateRecorder(Sightings sightings) : IConsumer<RecordCrossing>
    {
        public Task Consume(ConsumeContext<RecordCrossing> context) => sightings.SeeAsync(context);
    }
}
