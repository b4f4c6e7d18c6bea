using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sagas.EventStore;
using Sagas.TestKit;

namespace Sagas.Projections.Tests;

public sealed class When_two_processes_share_a_projection : IAsyncLifetime
{
    static readonly (string, string)[] Impatient = [("Lease", "00:00:01"), ("BatchSize", "20")];

    readonly EventDatabase _database = new();

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task each_event_counts_once_and_in_order_while_both_project()
    {
        var (one, two) = (new Tally(), new Tally { Process = "two" });
        // Patient, so that neither loses a partition because it is slow.
        using var first = await _database.StartProcessAsync(one, ("Lease", "00:00:08"), ("BatchSize", "20"));
        using var second = await _database.StartProcessAsync(two, ("Lease", "00:00:08"), ("BatchSize", "20"));
        await SharedAsync(8, 8);

        await _database.AppendAsync(Streams(80), rounds: 6);
        await _database.CaughtUpAsync();

        (await _database.QueryAsync(Tally.Differences, row => row.GetString(0))).ShouldBeEmpty();
        one.Seen.ShouldNotBeEmpty();
        two.Seen.ShouldNotBeEmpty();
        one.Seen.Intersect(two.Seen).ShouldBeEmpty("a stream is projected by one process");
        await first.StopAsync(TestContext.Current.CancellationToken);
        await second.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task one_that_dies_in_the_middle_of_a_batch_is_replaced_and_nothing_of_the_batch_counts_twice()
    {
        var dying = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var one = new Tally();
        var two = new Tally { Process = "two" };
        using var first = await _database.StartProcessAsync(one, Impatient);
        using var second = await _database.StartProcessAsync(two, Impatient);
        await SharedAsync(8, 8);
        one.Before = async (batch, _) =>
        {
            // Written already, not committed; and from here on the process does nothing more.
            await batch.ExecuteAsync("insert into tally (slot, stream, events, versions) values ($1, 'left behind', 1, '1')", [batch.Slot], CancellationToken.None);
            dying.TrySetResult();
            await new TaskCompletionSource().Task;
        };

        var appending = _database.AppendAsync(Streams(80), rounds: 4);
        await dying.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        // As the end of its process would.
        await _database.EndConnectionsOfAsync("one");
        await appending;
        await _database.CaughtUpAsync();

        (await _database.QueryAsync(Tally.Differences, row => row.GetString(0))).ShouldBeEmpty();
        (await _database.ScalarAsync<long>("select count(distinct owner) from projection_partitions where slot = 'a'")).ShouldBe(1);
        await second.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task one_that_stops_gives_its_partitions_back_at_once()
    {
        using var first = await _database.StartProcessAsync(new Tally(), ("Lease", "00:05:00"));
        await _database.CaughtUpAsync();
        await Eventually.ShouldAsync(async () => await OwnedAsync() is [16], "the first process to own all partitions");

        await first.StopAsync(TestContext.Current.CancellationToken);

        (await _database.ScalarAsync<long>("select count(*) from projection_partitions where owner is not null")).ShouldBe(0);
        using var second = await _database.StartProcessAsync(new Tally { Process = "two" }, ("Lease", "00:05:00"));
        await _database.AppendAsync(Streams(10), rounds: 1);
        await _database.CaughtUpAsync();
        await second.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task an_append_wakes_the_other_process()
    {
        using var first = await _database.StartProcessAsync(new Tally(), ("Poll", "00:05:00"), ("Lease", "00:05:00"));
        using var second = await _database.StartProcessAsync(new Tally { Process = "two" }, ("Enabled", "false"));
        await Eventually.ShouldAsync(
            async () => await OwnedAsync() is [16] && await _database.IsListeningAsync("one"),
            "the first process to own all partitions and to listen");

        await _database.AppendAsync(Streams(1)[0], 3);
        // Whoever is woken looks once, and sees what everybody's older transactions let it see.
        await Eventually.ShouldAsync(
            () => _database.ScalarAsync<bool>("select bool_and(xid < pg_snapshot_xmin(pg_current_snapshot())) from events"), "the events to be decided");
        second.Services.GetRequiredService<EventAlarm>().Ring();

        await _database.CaughtUpAsync();
        await first.StopAsync(TestContext.Current.CancellationToken);
        await second.StopAsync(TestContext.Current.CancellationToken);
    }

    static StreamId[] Streams(int count) => [.. Enumerable.Range(0, count).Select(_ => new StreamId("thing", Guid.CreateVersion7()))];

    Task SharedAsync(params int[] shares) => Eventually.ShouldAsync(
        async () => (await OwnedAsync()).SequenceEqual(shares),
        $"the processes to own {string.Join(" and ", shares)} partitions",
        describe: async () => string.Join(", ", await OwnedAsync()));

    Task<IReadOnlyList<int>> OwnedAsync() => _database.QueryAsync(
        "select count(*)::int from projection_partitions where slot = 'a' and owner is not null group by owner order by 1", row => row.GetInt32(0));
}
