using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;
using Sagas.TestKit;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_the_outbox_cannot_send : IAsyncLifetime
{
    readonly TollDatabase _database = new();

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task messages_are_handled_and_acknowledged_all_the_same_and_another_process_sends_what_they_sent()
    {
        List<Guid> crossings = [.. Enumerable.Range(0, 20).Select(_ => Guid.CreateVersion7())];
        List<Guid> written;
        await using (var mute = await TollHost.StartAsync(_database, Mute(failureDelay: TimeSpan.FromMinutes(10))))
        {
            foreach (var crossingId in crossings)
            {
                var messageId = Guid.CreateVersion7();
                await mute.SendAsync("recorder", new RecordCrossing(crossingId), messageId);
                await mute.Deliveries.UntilAsync(messageId, 1);
            }

            await Eventually.ShouldAsync(
                async () => await _database.ScalarAsync<long>("select count(*) from outbox where attempts > 0") == 20, "all rows to be put back",
                describe: _database.DescribeOutboxAsync);
            (await _database.QueryAsync("select distinct last_error from outbox", row => row.GetString(0))).ShouldBe(["The line is dead."]);
            written = [.. await _database.QueryAsync("select message_id from outbox", row => row.GetGuid(0))];
        }

        await using var host = await TollHost.StartAsync(_database);
        await _database.ExecuteAsync("update outbox set leased_until = now()");
        await _database.UntilOutboxIsEmptyAsync();

        (await host.Sightings.UntilAsync<CrossingRecorded>(20)).Select(recorded => recorded.CrossingId).ShouldBe(crossings, ignoreOrder: true);
        host.Sightings.With<CrossingRecorded>().Select(sighting => sighting.MessageId).ShouldBe(written, ignoreOrder: true);
    }

    [Fact]
    public async Task a_row_that_cannot_be_sent_holds_back_its_own_subject_only_and_its_order_is_kept()
    {
        var broken = Guid.Empty;
        var dead = true;
        await using var host = await TollHost.StartAsync(_database, new TollHostSettings
        {
            Outbox = new OutboxOptions
            {
                FailureDelay = TimeSpan.FromSeconds(1),
                ConfigureSend = context =>
                {
                    if (dead && context.Headers.Get<string>("Car") == $"first at {broken}")
                        throw new InvalidOperationException("No such place.");
                },
            },
        });
        broken = await host.OpenGateAsync(_database);
        var sound = await host.OpenGateAsync(_database);

        foreach (var plate in new[] { "first", "second", "third" })
        {
            foreach (var gateId in new[] { broken, sound })
            {
                var messageId = Guid.CreateVersion7();
                await host.ToGateAsync(new CarArrived(gateId, plate), messageId);
                await host.Deliveries.UntilAsync(messageId, 1);
            }
        }

        await host.Sightings.UntilAsync<CarPassed>(passed => passed.GateId == sound && passed.Plate == "third");
        host.Sightings.With<CarPassed>(passed => passed.GateId == broken).ShouldBeEmpty();
        (await _database.QueryAsync("select last_error from outbox where attempts > 0", row => row.GetString(0))).ShouldBe(["No such place."]);

        dead = false;
        await host.Sightings.UntilAsync<CarPassed>(passed => passed.GateId == broken && passed.Plate == "third");
        await _database.UntilOutboxIsEmptyAsync();
        foreach (var gateId in new[] { broken, sound })
        {
            host.Sightings.Of<CarPassed>().Where(passed => passed.GateId == gateId).Select(passed => passed.Plate)
                .ShouldBe(["first", "second", "third"]);
        }
    }

    [Fact]
    public async Task a_slow_send_of_one_subject_does_not_stop_the_others()
    {
        // More rows of one subject than may be in flight, behind a send that does not end.
        var release = new TaskCompletionSource();
        var slow = Guid.Empty;
        await using var host = await TollHost.StartAsync(_database, new TollHostSettings
        {
            Outbox = new OutboxOptions { InFlightLimit = 4, SendTimeout = TimeSpan.FromMinutes(5), Lease = TimeSpan.FromMinutes(5) },
        });
        slow = await host.OpenGateAsync(_database);
        var quick = await host.OpenGateAsync(_database);
        await _database.UntilOutboxIsEmptyAsync();
        var stuck = new Stuck(context => context.DestinationAddress!.AbsolutePath.Contains(nameof(CarPassed), StringComparison.Ordinal), release.Task);
        using var sending = host.Bus.ConnectSendObserver(stuck);
        using var publishing = host.Bus.ConnectPublishObserver(stuck);

        for (var i = 0; i < 10; i++)
        {
            var messageId = Guid.CreateVersion7();
            await host.ToGateAsync(new CarArrived(slow, $"S-{i}"), messageId);
            await host.Deliveries.UntilAsync(messageId, 1);
        }

        await host.ToGateAsync(new DemolishGate(quick));
        await host.Sightings.UntilAsync<GateDemolished>(demolished => demolished.GateId == quick);
        host.Sightings.Of<CarPassed>().ShouldBeEmpty();

        release.SetResult();
        await _database.UntilOutboxIsEmptyAsync();
        (await host.Sightings.UntilAsync<CarPassed>(10)).Select(passed => passed.Plate).ShouldBe(Enumerable.Range(0, 10).Select(i => $"S-{i}"));
    }

    [Fact]
    public async Task a_row_whose_lease_ran_out_while_it_waited_in_memory_is_left_to_whoever_took_it()
    {
        var release = new TaskCompletionSource();
        await using var host = await TollHost.StartAsync(_database, new TollHostSettings
        {
            Outbox = new OutboxOptions { InFlightLimit = 1, SendTimeout = TimeSpan.FromMinutes(5), Lease = TimeSpan.FromSeconds(4) },
        });
        var stuck = new Stuck(context => context.DestinationAddress!.AbsolutePath.Contains(nameof(CrossingRecorded), StringComparison.Ordinal), release.Task);
        using var publishing = host.Bus.ConnectPublishObserver(stuck);
        var (sending, waiting, later) = (new RecordCrossing(Guid.CreateVersion7()), new RecordCrossing(Guid.CreateVersion7()), new RecordCrossing(Guid.CreateVersion7()));
        foreach (var crossing in new[] { sending, waiting })
        {
            var messageId = Guid.CreateVersion7();
            await host.SendAsync("recorder", crossing, messageId);
            await host.Deliveries.UntilAsync(messageId, 1);
        }

        // Another process takes the rows, as it may once their leases have run out.
        var end = await _database.ScalarAsync<DateTime>("select max(leased_until) from outbox");
        (await _database.ExecuteAsync("update outbox set owner = gen_random_uuid(), leased_until = now() + interval '1 hour'")).ShouldBe(2);
        await Eventually.ShouldAsync(() => Task.FromResult(TimeProvider.System.GetUtcNow() > end), "the leases to run out");
        release.SetResult();
        await host.SendAsync("recorder", later);

        await host.Sightings.UntilAsync<CrossingRecorded>(recorded => recorded.CrossingId == later.CrossingId);
        host.Sightings.Of<CrossingRecorded>().ShouldNotContain(recorded => recorded.CrossingId == waiting.CrossingId);
        await Eventually.ShouldAsync(async () => await _database.OutboxAsync() == 1, "its row to be the only one that is left", describe: _database.DescribeOutboxAsync);
    }

    static TollHostSettings Mute(TimeSpan failureDelay) => new()
    {
        Outbox = new OutboxOptions { FailureDelay = failureDelay, ConfigureSend = _ => throw new InvalidOperationException("The line is dead.") },
    };

    /// <summary>Holds back the messages that the outbox sends to some places.</summary>
    sealed class Stuck(Func<SendContext, bool> which, Task release) : ISendObserver, IPublishObserver
    {
        public Task PrePublish<T>(PublishContext<T> context)
            where T : class => which(context) ? release : Task.CompletedTask;

        public Task PostPublish<T>(PublishContext<T> context)
            where T : class => Task.CompletedTask;

        public Task PublishFault<T>(PublishContext<T> context, Exception exception)
            where T : class => Task.CompletedTask;

        public Task PreSend<T>(SendContext<T> context)
            where T : class => which(context) ? release : Task.CompletedTask;

        public Task PostSend<T>(SendContext<T> context)
            where T : class => Task.CompletedTask;

        public Task SendFault<T>(SendContext<T> context, Exception exception)
            where T : class => Task.CompletedTask;
    }
}
