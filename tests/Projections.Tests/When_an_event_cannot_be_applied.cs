using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Sagas.EventStore;
using Sagas.TestKit;

namespace Sagas.Projections.Tests;

public sealed class When_an_event_cannot_be_applied : IAsyncLifetime
{
    static readonly StreamId Poisoned = new("thing", "poisoned");
    static readonly StreamId Healthy = new("thing", "healthy");

    readonly EventDatabase _database = new();
    readonly Tally _tally = new();
    bool _mended;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _tally.Before = (batch, _) => !_mended && batch.Events.Any(recorded => recorded.Type == "poison")
            ? throw new FormatException("This is no event.") : Task.CompletedTask;
        await _database.AppendAsync(Poisoned, 2);
        await _database.AppendAsync(Healthy, 2);
        await _database.AppendAsync(Poisoned, 1, "poison");
        await _database.AppendAsync(Healthy, 2);
        await _database.AppendAsync(Poisoned, 3);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task it_waits_aside_with_what_follows_it_and_follows_when_it_can()
    {
        using var host = await _database.StartProcessAsync(_tally, ("Lease", "00:00:00.300"), ("FirstDelay", "00:00:00.050"), ("Attempts", "9"));
        await _database.CaughtUpAsync();

        (await VersionsAsync()).ShouldBe(["healthy 1,2,3,4", "poisoned 1,2"]);
        var waiting = (await host.Services.GetRequiredService<SetAsideRegister>().ListAsync(cancellationToken: TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        (waiting.Stream, waiting.Version, waiting.Type, waiting.Error).ShouldBe(("thing-poisoned", 3, "poison", "This is no event."));
        await Eventually.ShouldAsync(async () => await _database.ScalarAsync<int>("select attempts from projection_set_aside") > 1, "it to be tried again");

        _mended = true;
        await _database.AppendAsync(Poisoned, 1);

        await Eventually.ShouldAsync(async () => await _database.ScalarAsync<long>("select count(*) from projection_set_aside") == 0, "the stream to be let go");
        await _database.CaughtUpAsync();
        (await _database.QueryAsync(Tally.Differences, row => row.GetString(0))).ShouldBeEmpty();
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task after_its_attempts_a_person_decides_and_health_says_so()
    {
        using var host = await _database.StartProcessAsync(_tally, ("Lease", "00:00:00.300"), ("FirstDelay", "00:00:00.010"), ("Attempts", "2"));
        await Eventually.ShouldAsync(
            async () => await _database.ScalarAsync<long>("select count(*) from projection_set_aside where next_attempt_at is null") == 1, "its attempts to be used up");
        var register = host.Services.GetRequiredService<SetAsideRegister>();
        var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        health.Entries["projections"].Status.ShouldBe(HealthStatus.Degraded);
        health.Entries["projections"].Description.ShouldBe("tally: 1 streams wait because of an event that can't be applied.");

        var id = (await register.ListAsync(cancellationToken: TestContext.Current.CancellationToken)).Single().Id;
        var told = new TaskCompletionSource<ProjectionBatch>(TaskCreationOptions.RunContinuationsAsynchronously);
        _tally.Before = (batch, _) => Task.FromResult(batch.Events.Any(recorded => recorded.Stream == Poisoned && recorded.Version == 4) && told.TrySetResult(batch));
        (await register.DismissAsync(id, 4, "dana", "It was a test.", TestContext.Current.CancellationToken)).ShouldBe(Dismissal.OfAnotherVersion);
        (await register.DismissAsync(id, 3, "dana", "It was a test.", TestContext.Current.CancellationToken)).ShouldBe(Dismissal.Done);

        await Eventually.ShouldAsync(async () => (await VersionsAsync()).Contains("poisoned 1,2,4,5,6"), "the events behind it to follow");
        await Eventually.ShouldAsync(
            async () => await _database.ScalarAsync<long>("select count(*) from projection_set_aside where dismissed_at is null") == 0, "the stream to be let go");
        (await _database.ScalarAsync<string>("select decided_by || ': ' || decision_reason from projection_set_aside")).ShouldBe("dana: It was a test.");
        (await told.Task).Dismissed.ShouldBe([(Poisoned, 3)]);
        (await register.DismissAsync(id, 3, "dana", "again", TestContext.Current.CancellationToken)).ShouldBe(Dismissal.NoSuchEvent);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task its_partition_stops_where_that_is_the_policy()
    {
        using var host = await _database.StartProcessAsync(_tally, ("Poison", "Stop"), ("Lease", "00:00:00.300"), ("FirstDelay", "00:00:00.050"));

        await Eventually.ShouldAsync(async () => await _database.ScalarAsync<string>("select string_agg(error, '') from projection_partitions") is not null, "the partition to stop");
        await Eventually.ShouldAsync(async () => (await VersionsAsync()).Contains("healthy 1,2,3,4"), "the other partition to go on");
        (await VersionsAsync()).ShouldContain("poisoned 1,2");
        (await host.Services.GetRequiredService<ProjectionMonitor>().ReadAsync(TestContext.Current.CancellationToken)).Single().Stopped.ShouldBe(
            ["Event 3 of thing-poisoned (poison): FormatException"], "whoever asks for health sees it: nothing of the event's own");
        _mended = true;

        await _database.CaughtUpAsync();
        (await _database.QueryAsync(Tally.Differences, row => row.GetString(0))).ShouldBeEmpty();
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    Task<IReadOnlyList<string>> VersionsAsync() => _database.QueryAsync("select replace(stream, 'thing-', '') || ' ' || versions from tally order by 1", row => row.GetString(0));
}
