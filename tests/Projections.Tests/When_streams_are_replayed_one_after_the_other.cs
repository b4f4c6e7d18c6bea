using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sagas.EventStore;
using Sagas.TestKit;

namespace Sagas.Projections.Tests;

public sealed class When_streams_are_replayed_one_after_the_other : IAsyncLifetime
{
    static readonly StreamId[] Streams = [.. Enumerable.Range(0, 30).Select(n => new StreamId("thing", $"{n}"))];

    static readonly RebuildOptions InSmallPages = new() { By = "dana", PageSize = 10 };

    readonly EventDatabase _database = new();
    readonly Tally _tally = new() { FoldsStreams = true };
    readonly List<(StreamId Stream, long Version)> _replayed = [];
    IHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _host = await _database.StartProcessAsync(_tally, ("Lease", "00:00:01"), ("MostSetAside", "2"));
        await _database.AppendAsync(Streams, rounds: 4);
        await _database.CaughtUpAsync();
        // Nothing comes in: all of it is replayed by streams.
        await _host.StopAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _database.DisposeAsync();
    }

    /// <summary>Pages that are shorter than a stream, a little longer, and longer than all of them.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(10)]
    [InlineData(5_000)]
    public async Task each_stream_comes_as_a_whole_however_its_events_are_spread(int pageSize)
    {
        _tally.Before = Noting();

        (await RunAsync(InSmallPages with { PageSize = pageSize })).Differences.ShouldBeEmpty();

        _replayed.Select(one => one.Stream).Distinct().Count().ShouldBe(Streams.Length);
        _replayed.ShouldBe(_replayed.GroupBy(one => one.Stream).SelectMany(stream => stream.Select(one => (stream.Key, one.Version)).OrderBy(one => one.Version)));
        (await _database.QueryAsync(Tally.Differences, row => row.GetString(0))).ShouldBeEmpty();
    }

    [Fact]
    public async Task one_that_was_interrupted_goes_on_at_the_stream_where_it_was()
    {
        using var interruption = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var pages = 0;
        _tally.Before = Noting(_ => ++pages == 4 ? interruption.CancelAsync() : Task.CompletedTask);
        await Should.ThrowAsync<OperationCanceledException>(() => RunAsync(InSmallPages, interruption.Token));
        _replayed.Count.ShouldBe(24, "a page has one stream, and not a part of the next");
        (await _database.ScalarAsync<decimal>("select sum(events) from projection_partitions where slot = 'b'")).ShouldBe(18);

        (await RunAsync(InSmallPages)).Swapped.ShouldBeTrue();

        // The fourth page was rolled back, and came again.
        _replayed.Skip(24).ShouldBe(_replayed.Skip(24).Except(_replayed.Take(18)));
        _replayed.Distinct().Count().ShouldBe(_replayed.Count - 6);
        (await _database.QueryAsync(Tally.Differences, row => row.GetString(0))).ShouldBeEmpty();
    }

    /// <summary>In pages of whole streams, and in pages that begin within one, which must not be prepared before it is known what of it waits.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(4)]
    public async Task an_event_that_cannot_be_applied_waits_aside_with_what_follows_it_in_its_stream(int pageSize)
    {
        _tally.Before = (batch, _) => batch.Slot == "b" && batch.Events.Any(Poisoned) ? throw new FormatException("Not in b.") : Task.CompletedTask;

        var report = await RunAsync(InSmallPages with { PageSize = pageSize });

        report.Differences.Count.ShouldBe(2);
        report.Differences[0].ShouldContain("(thing-7)");
        report.Differences[1].ShouldBe("slot b has set aside event 3 of thing-7: Not in b.");
        (await _database.QueryAsync("select versions from tally where slot = 'b' and stream = 'thing-7'", row => row.GetString(0))).ShouldBe(["1,2"]);
        (await _database.ScalarAsync<long>("select count(*) from tally where slot = 'b' and versions = '1,2,3,4,5,6'")).ShouldBe(Streams.Length - 1);
        static bool Poisoned(RecordedEvent recorded) => recorded.Stream.Id == "7" && recorded.Version == 3;
    }

    [Fact]
    public async Task what_waits_aside_is_tried_again_when_all_streams_were_replayed_and_not_before()
    {
        using var interruption = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _tally.Before = async (batch, _) =>
        {
            if (batch.Slot == "b" && batch.Events.Any(recorded => recorded.Stream == Streams[0] && recorded.Version == 3))
                throw new FormatException("Not yet.");
            if (batch.Events.Any(recorded => recorded.Stream == Streams[7]))
                await interruption.CancelAsync();
        };
        await Should.ThrowAsync<OperationCanceledException>(() => RunAsync(InSmallPages, interruption.Token));
        (await _database.ExecuteAsync("update projection_set_aside set next_attempt_at = now() where slot = 'b'")).ShouldBe(1);
        _tally.Before = (_, _) => Task.CompletedTask;

        (await RunAsync(InSmallPages)).Swapped.ShouldBeTrue();

        (await _database.QueryAsync(Tally.Differences, row => row.GetString(0))).ShouldBeEmpty();
        (await _database.ScalarAsync<long>("select count(*) from projection_set_aside")).ShouldBe(0);
    }

    [Fact]
    public async Task what_came_after_the_beginning_follows_in_the_order_of_all_events()
    {
        using var projecting = await _database.StartProcessAsync(_tally);
        _tally.Before = Noting();
        var pages = 0;
        // While the page has no transaction id yet: once it has, nobody who follows all events sees what is appended, and the live slot could not catch up.
        _tally.Preparing = async batch =>
        {
            if (batch.Slot != "b" || ++pages != 2)
                return;
            await _database.AppendAsync(Streams, rounds: 1);
            await _database.CaughtUpAsync();
        };

        (await RunAsync(InSmallPages)).Swapped.ShouldBeTrue();

        (await _database.QueryAsync(Tally.Differences, row => row.GetString(0))).ShouldBeEmpty();
        _replayed.TakeLast(Streams.Length).Select(one => one.Version).ShouldAllBe(version => version == 7);
        await projecting.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task a_database_that_was_restored_goes_on_at_the_same_events()
    {
        using var interruption = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var pages = 0;
        _tally.Before = (_, _) => ++pages == 4 ? interruption.CancelAsync() : Task.CompletedTask;
        await Should.ThrowAsync<OperationCanceledException>(() => RunAsync(InSmallPages, interruption.Token));

        await new LogicalRestore(_database.Owner, [new CheckpointTable("projection_partitions"), new CheckpointTable("projection_replays")]).RunAsync(TestContext.Current.CancellationToken);

        (await RunAsync(InSmallPages)).Swapped.ShouldBeTrue();
        (await _database.QueryAsync(Tally.Differences, row => row.GetString(0))).ShouldBeEmpty();
    }

    /// <summary>Notes what is written of the slot that is rebuilt, before anything else is done about it.</summary>
    Func<ProjectionBatch, CancellationToken, Task> Noting(Func<ProjectionBatch, Task>? before = null) => (batch, _) =>
    {
        if (batch.Slot == "b")
            _replayed.AddRange(batch.Events.Select(recorded => (recorded.Stream, recorded.Version)));
        return before?.Invoke(batch) ?? Task.CompletedTask;
    };

    Task<RebuildReport> RunAsync(RebuildOptions rebuild, CancellationToken? cancellationToken = null) =>
        _host.Services.GetRequiredService<ProjectionRebuild>().RunAsync("tally", rebuild, cancellationToken ?? TestContext.Current.CancellationToken);
}
