using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.Extensions.DependencyInjection;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;
using Sagas.Transactions;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_the_connection_dies_while_the_commit_is_confirmed(TollDatabase database) : IClassFixture<TollDatabase>
{
    [Theory]
    [InlineData(ConcurrencyMode.Optimistic)]
    [InlineData(ConcurrencyMode.Pessimistic)]
    public async Task the_message_counts_once_and_what_it_sent_is_sent(ConcurrencyMode mode)
    {
        await using var proxy = new CuttingProxy(database.ConnectionString);
        await using var host = await TollHost.StartAsync(proxy.ConnectionString, new TollHostSettings
        {
            Gates = mode,
            Outbox = new OutboxOptions { Lease = TimeSpan.FromMilliseconds(500), SweepInterval = TimeSpan.FromMilliseconds(100) },
        });
        var gateId = await host.OpenGateAsync(database);
        await database.UntilOutboxIsEmptyAsync();

        proxy.CutNextCommit();
        await host.ToGateAsync(new CarArrived(gateId, "D-1"), gateId);
        await host.Deliveries.UntilAsync(gateId, 1);

        proxy.Cuts.ShouldBe(1);
        (await database.GateAsync(gateId)).ShouldBe((2, 1, "Open"));
        await host.Sightings.UntilAsync<CarPassed>(passed => passed.GateId == gateId);
        await database.UntilOutboxIsEmptyAsync();
        host.Sightings.With<CarPassed>(passed => passed.GateId == gateId).Count.ShouldBe(1);
        host.Sightings.With<Fault<CarArrived>>().ShouldBeEmpty();
    }

    [Fact]
    public async Task each_message_of_a_group_counts_once()
    {
        const int Messages = 200;
        await using var proxy = new CuttingProxy(database.ConnectionString);
        await using var host = await TollHost.StartAsync(proxy.ConnectionString, new TollHostSettings
        {
            Outbox = new OutboxOptions { Lease = TimeSpan.FromMilliseconds(500), SweepInterval = TimeSpan.FromMilliseconds(100) },
        });

        proxy.CutNextCommit();
        var crossings = Enumerable.Range(0, Messages).Select(_ => Guid.CreateVersion7()).ToList();
        await Task.WhenAll(crossings.Select(crossing => host.SendAsync("recorder", new RecordCrossing(crossing), crossing)));
        foreach (var crossing in crossings)
            await host.Deliveries.UntilAsync(crossing, 1);

        proxy.Cuts.ShouldBe(1);
        (await database.ScalarAsync<long>("select count(*) from crossings where crossing_id = any($1)", crossings.ToArray())).ShouldBe(Messages);
        await database.UntilOutboxIsEmptyAsync();
        foreach (var crossing in crossings)
            await host.Sightings.UntilAsync<CrossingRecorded>(recorded => recorded.CrossingId == crossing);
        host.Sightings.With<Fault<RecordCrossing>>().ShouldBeEmpty();
    }

    [Fact]
    public async Task a_session_learns_that_its_outcome_is_unknown()
    {
        await using var proxy = new CuttingProxy(database.ConnectionString);
        await using var host = await TollHost.StartAsync(proxy.ConnectionString);
        await using var scope = host.Services.CreateAsyncScope();
        await using var session = scope.ServiceProvider.GetRequiredService<IOutboxSessions<TollDbContext>>().Open();
        var crossingId = Guid.CreateVersion7();
        await session.SendAsync(
            new Uri("exchange:recorder"), new RecordCrossing(crossingId), context => context.MessageId = crossingId, TestContext.Current.CancellationToken);

        proxy.CutNextCommit();
        await Should.ThrowAsync<CommitOutcomeUnknownException>(() => session.CommitAsync(TestContext.Current.CancellationToken));

        proxy.Cuts.ShouldBe(1);
        (await database.ScalarAsync<long>("select count(*) from outbox where message_id = $1", crossingId)).ShouldBe(1, "it had been committed");
    }
}
