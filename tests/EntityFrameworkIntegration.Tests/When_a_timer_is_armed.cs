using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.Extensions.DependencyInjection;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;
using Sagas.TestKit;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_a_timer_is_armed(TollDatabase database) : IClassFixture<TollDatabase>
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task it_fires_once_at_its_time_and_its_row_is_gone()
    {
        await using var host = await TollHost.StartAsync(database);
        var gateId = await host.OpenGateAsync(database);

        await host.ToGateAsync(new CloseGateLater(gateId, Soon));
        await database.UntilGateAsync(gateId, gate => gate?.Version == 2, "to arm its timer");
        var due = await database.ScalarAsync<DateTime>("select due_at from outbox where subject_id = $1 and token is not null", gateId);
        var closed = await host.Sightings.UntilAsync<GateClosed>(closed => closed.GateId == gateId);

        closed.Context.SentTime!.Value.ShouldBeGreaterThanOrEqualTo(due);
        closed.Context.SentTime!.Value.ShouldBeLessThan(due + TimeSpan.FromMinutes(1));
        (await database.GateAsync(gateId)).ShouldBe((3, 0, "Closed"));
        await database.UntilOutboxIsEmptyAsync(gateId);
        host.Sightings.With<GateClosed>(seen => seen.GateId == gateId).Count.ShouldBe(1);
    }

    [Fact]
    public async Task it_does_not_wait_for_the_next_sweep_when_it_is_due_before_that()
    {
        await using var host = await TollHost.StartAsync(
            database, new TollHostSettings { Outbox = new OutboxOptions { SweepInterval = TimeSpan.FromMinutes(10) } });
        var gateId = await host.OpenGateAsync(database);

        await host.ToGateAsync(new CloseGateLater(gateId, TimeSpan.FromMilliseconds(200)));

        await host.Sightings.UntilAsync<GateClosed>(closed => closed.GateId == gateId);
    }

    [Fact]
    public async Task for_somebody_elses_endpoint_it_is_over_once_it_was_sent()
    {
        await using var host = await TollHost.StartAsync(database);
        await using var scope = host.Services.CreateAsyncScope();
        await using var session = scope.ServiceProvider.GetRequiredService<IOutboxSessions<TollDbContext>>().Open();
        var crossingId = Guid.CreateVersion7();

        await session.ScheduleAsync(
            new Uri("exchange:observer"), TimeProvider.System.GetUtcNow(), Guid.CreateVersion7(), new CrossingRecorded(crossingId), TestContext.Current.CancellationToken);
        await session.CommitAsync(TestContext.Current.CancellationToken);

        await host.Sightings.UntilAsync<CrossingRecorded>(recorded => recorded.CrossingId == crossingId);
        await Eventually.ShouldAsync(
            async () => await database.ScalarAsync<long>("select count(*) from outbox where destination = 'exchange:observer'") == 0, "the timer's row to be gone");
    }

    [Fact]
    public async Task cancelling_it_deletes_its_row()
    {
        await using var host = await TollHost.StartAsync(database);
        var gateId = await ArmAsync(host, TimeSpan.FromMinutes(5));
        (await database.OutboxAsync(gateId)).ShouldBe(1);

        await host.ToGateAsync(new KeepGateOpen(gateId));
        await database.UntilGateAsync(gateId, gate => gate?.Version == 3, "to keep open");

        (await database.OutboxAsync(gateId)).ShouldBe(0);
    }

    [Fact]
    public async Task cancelled_by_the_message_that_armed_it_it_leaves_no_row()
    {
        await using var host = await TollHost.StartAsync(database);
        var gates = new List<Guid>();
        for (var i = 0; i < 20; i++)
            gates.Add(await ArmAsync(host, TimeSpan.FromMinutes(5)));

        // Together, so that arming and cancelling of several gates share a transaction in whatever order.
        await Task.WhenAll(gates.SelectMany((gateId, i) => new Task[]
        {
            i % 2 == 0 ? host.ToGateAsync(new KeepGateOpen(gateId)) : host.ToGateAsync(new CloseGateAtTheLastMoment(gateId)),
        }));

        foreach (var gateId in gates)
        {
            await database.UntilGateAsync(gateId, gate => gate?.Version == 3, "to change its mind");
            (await database.OutboxAsync(gateId)).ShouldBe(0);
        }
    }

    [Fact]
    public async Task armed_anew_only_the_last_one_is_left()
    {
        await using var host = await TollHost.StartAsync(database);
        var gateId = await ArmAsync(host, TimeSpan.FromMinutes(5));

        await host.ToGateAsync(new CloseGateLater(gateId, Soon));
        await host.Sightings.UntilAsync<GateClosed>(closed => closed.GateId == gateId);

        (await database.GateAsync(gateId)).ShouldBe((4, 0, "Closed"));
        await database.UntilOutboxIsEmptyAsync(gateId);
    }

    [Fact]
    public async Task it_survives_the_end_of_its_host()
    {
        Guid gateId;
        await using (var first = await TollHost.StartAsync(database))
            gateId = await ArmAsync(first, Soon);

        await using var second = await TollHost.StartAsync(database);
        await second.Sightings.UntilAsync<GateClosed>(closed => closed.GateId == gateId);

        await database.UntilOutboxIsEmptyAsync(gateId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task delivered_after_it_was_cancelled_or_replaced_it_does_nothing(bool replaced)
    {
        await using var host = await TollHost.StartAsync(database);
        var gateId = await ArmAsync(host, TimeSpan.FromMinutes(5));
        var token = await database.ScalarAsync<Guid>("select closing_token from gates where gate_id = $1", gateId);
        if (replaced)
            await host.ToGateAsync(new CloseGateLater(gateId, TimeSpan.FromMinutes(5)));
        else
            await host.ToGateAsync(new KeepGateOpen(gateId));
        await database.UntilGateAsync(gateId, gate => gate?.Version == 3, "to change its mind");

        // As the outbox had sent it before the row was deleted.
        var messageId = Guid.CreateVersion7();
        await host.ToGateAsync(new ClosingTime(gateId), messageId, context => context.Headers.Set(MessageHeaders.SchedulingTokenId, token.ToString("D")));
        await host.Deliveries.UntilAsync(messageId, 1);

        (await database.GateAsync(gateId))!.Value.State.ShouldBe("Open");
        host.Sightings.Of<GateClosed>().ShouldBeEmpty();
        (await database.OutboxAsync(gateId)).ShouldBe(replaced ? 1 : 0);
    }

    [Fact]
    public async Task it_is_sent_again_until_it_is_handled_but_ever_more_seldom()
    {
        // The gate fails on it, as if it could not be reached.
        var outbox = new OutboxOptions { Lease = TimeSpan.FromMilliseconds(100), SweepInterval = TimeSpan.FromMilliseconds(50) };
        await using var host = await TollHost.StartAsync(database, new TollHostSettings { Outbox = outbox, Retries = 0 });
        var failing = true;
        host.Trouble.Arrange<ClosingTime>((_, _) => failing ? throw new TimeoutException("jammed") : Task.CompletedTask);
        var gateId = await ArmAsync(host, TimeSpan.Zero);

        await Eventually.ShouldAsync(
            async () => await database.ScalarAsync<int>("select attempts from outbox where subject_id = $1", gateId) >= 4, "the timer to be sent four times",
            describe: database.DescribeOutboxAsync);
        await Eventually.ShouldAsync(
            async () => await database.ScalarAsync<TimeSpan>("select leased_until - now() from outbox where subject_id = $1", gateId) > TimeSpan.FromMilliseconds(300),
            "the timer to wait for more than three of its leases", describe: database.DescribeOutboxAsync);

        failing = false;
        await host.Sightings.UntilAsync<GateClosed>(closed => closed.GateId == gateId);
        await database.UntilOutboxIsEmptyAsync(gateId);
    }

    [Fact]
    public async Task it_outlives_the_gate_without_doing_harm()
    {
        await using var host = await TollHost.StartAsync(database);
        var gateId = await ArmAsync(host, Soon);
        await host.ToGateAsync(new DemolishGate(gateId));
        await database.UntilGateAsync(gateId, gate => gate is null, "to be gone");

        await database.UntilOutboxIsEmptyAsync(gateId);
        (await database.GateAsync(gateId)).ShouldBeNull();
    }

    async Task<Guid> ArmAsync(TollHost host, TimeSpan after)
    {
        var gateId = await host.OpenGateAsync(database);
        await database.UntilOutboxIsEmptyAsync(gateId);
        await host.ToGateAsync(new CloseGateLater(gateId, after));
        await database.UntilGateAsync(gateId, gate => gate?.Version >= 2, "to arm its timer");
        return gateId;
    }
}
