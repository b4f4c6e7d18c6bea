using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Sagas.EventStore;
using Sagas.TestKit;

namespace Sagas.Projections.Tests;

public class When_a_read_model_is_rebuilt : IAsyncLifetime
{
    static readonly StreamId[] Streams = [.. Enumerable.Range(0, 40).Select(n => new StreamId("thing", $"{n}"))];

    readonly EventDatabase _database = new();
    readonly Tally _tally;
    IHost _host = null!;

    public When_a_read_model_is_rebuilt() => _tally = new Tally { FoldsStreams = FoldsStreams };

    /// <summary>Whether streams are replayed one after the other, and then what is left in the order of all events; else all in that order.</summary>
    protected virtual bool FoldsStreams => false;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _host = await _database.StartProcessAsync(_tally, ("Lease", "00:00:01"), ("MostSetAside", "2"));
        await _database.AppendAsync(Streams, rounds: 3);
        await _database.CaughtUpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task it_goes_live_while_events_come_in_and_the_old_one_can_come_back()
    {
        var progress = new List<RebuildProgress>();
        var appending = _database.AppendAsync(Streams, rounds: 5);

        var report = await Rebuilds.RunAsync("tally", new RebuildOptions { By = "dana", Progress = progress.Add }, TestContext.Current.CancellationToken);

        report.Differences.ShouldBeEmpty();
        report.Swapped.ShouldBeTrue();
        (await LiveAsync()).ShouldBe("b");
        progress[^1].Events.ShouldBeGreaterThan(0);
        progress[^1].OfEvents.ShouldBeGreaterThan(0);
        await appending;
        await _database.CaughtUpAsync();
        (await _database.QueryAsync(Tally.Differences, row => row.GetString(0))).ShouldBeEmpty();

        (await Rebuilds.RollBackAsync("tally", "dana", "to be sure", TestContext.Current.CancellationToken)).ShouldBeTrue();
        (await LiveAsync()).ShouldBe("a");
        await _database.CaughtUpAsync();
        (await _database.QueryAsync(Tally.Differences, row => row.GetString(0))).ShouldBeEmpty();
    }

    [Fact]
    public async Task its_indexes_are_gone_while_it_replays_and_back_when_it_goes_live()
    {
        await _database.ExecuteAsync("create table done (what text, had_rows boolean, by xid8 default pg_current_xact_id())");
        await _database.ExecuteAsync("grant insert on done to sagas_app");
        string Done(string what) => $"insert into done select '{what} of ' || $1, exists (select from tally where slot = $1)";
        _tally.Indexes = new SlotIndexes(Done("dropped"), [Done("built one"), Done("built another")]);

        (await Rebuilds.RunAsync("tally", new RebuildOptions { By = "dana" }, TestContext.Current.CancellationToken)).Swapped.ShouldBeTrue();

        (await _database.QueryAsync("select what, had_rows from done", row => (row.GetString(0), row.GetBoolean(1))))
            .ShouldBe([("dropped of b", false), ("built one of b", true), ("built another of b", true)]);
        (await _database.ScalarAsync<long>("select count(distinct by) from done")).ShouldBe(3, "a transaction that builds holds back whoever follows all events");
    }

    [Fact]
    public async Task a_batch_has_no_transaction_id_until_it_writes()
    {
        // From then on everybody waits for it who follows all events of the cluster.
        var ids = new ConcurrentBag<(string Slot, bool Prepared, bool HasId)>();
        _tally.Preparing = batch => NoteAsync(batch, prepared: true);
        _tally.Before = (batch, _) => NoteAsync(batch, prepared: false);
        await _database.AppendAsync(Streams[0], 1);
        await _database.CaughtUpAsync();

        (await Rebuilds.RunAsync("tally", new RebuildOptions { By = "dana" }, TestContext.Current.CancellationToken)).Swapped.ShouldBeTrue();

        ids.Distinct().Order().ShouldBe([("a", false, true), ("a", true, false), ("b", false, true), ("b", true, false)]);

        async Task NoteAsync(ProjectionBatch batch, bool prepared)
        {
            await using var command = new NpgsqlCommand("select pg_current_xact_id_if_assigned() is not null", batch.Connection);
            ids.Add((batch.Slot, prepared, (bool)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!));
        }
    }

    [Fact]
    public async Task rows_are_compared_slot_by_slot_whatever_the_condition_is()
    {
        await _host.StopAsync(TestContext.Current.CancellationToken);
        var choosing = new Tally { FoldsStreams = FoldsStreams, Process = "choosing", Tables = [new ReadModelTable("tally", "stream") { Where = "events = 1 or events = 2" }] };
        using var another = await _database.StartProcessAsync(choosing, ("Enabled", "false"));
        await _database.ExecuteAsync("insert into tally (slot, stream, events, versions) values ('a', 'thing-only-here', 2, '1,2')");

        var report = await another.Services.GetRequiredService<ProjectionRebuild>().RunAsync("tally", new RebuildOptions { By = "dana" }, TestContext.Current.CancellationToken);

        report.Differences.ShouldHaveSingleItem().ShouldStartWith("tally (thing-only-here): slot a has");
        await another.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task a_difference_that_no_row_shows_is_one()
    {
        await _database.ExecuteAsync("create table marks (slot text not null, mark text) partition by list (slot)");
        await _database.ExecuteAsync("create table marks_a partition of marks for values in ('a')");
        await _database.ExecuteAsync("create table marks_b partition of marks for values in ('b')");
        await _database.ExecuteAsync("grant select, insert on marks to sagas_app");
        await _database.ExecuteAsync("grant truncate on marks_a, marks_b to sagas_app");
        await _database.ExecuteAsync("insert into marks values ('a', 'x'), ('a', 'x')");
        var marked = false;
        var marking = new Tally { FoldsStreams = FoldsStreams, Process = "marking", Tables = [new ReadModelTable("marks", "mark")], Before = (batch, _) => MarkAsync(batch) };
        using var another = await _database.StartProcessAsync(marking, ("Enabled", "false"));

        var report = await another.Services.GetRequiredService<ProjectionRebuild>().RunAsync("tally", new RebuildOptions { By = "dana" }, TestContext.Current.CancellationToken);

        report.Swapped.ShouldBeFalse();
        report.Differences.ShouldHaveSingleItem().ShouldStartWith("marks differs in 1 of 256 buckets of its rows");
        await another.StopAsync(TestContext.Current.CancellationToken);

        async Task MarkAsync(ProjectionBatch batch)
        {
            if (!marked)
                await batch.ExecuteAsync("insert into marks values ($1, 'x')", [batch.Slot], TestContext.Current.CancellationToken);
            marked = true;
        }
    }

    [Fact]
    public async Task a_bug_in_the_projection_shows_and_keeps_it_from_going_live()
    {
        // The rows that are live were made before the bug.
        _tally.Count = recorded => recorded.Stream.Id == "7" && recorded.Version == 2 ? 2 : 1;

        var report = await Rebuilds.RunAsync("tally", new RebuildOptions { By = "dana" }, TestContext.Current.CancellationToken);

        report.Swapped.ShouldBeFalse();
        report.Differences.ShouldHaveSingleItem().ShouldContain("thing-7");
        (await LiveAsync()).ShouldBe("a");

        _tally.Count = _ => 1;
        (await Rebuilds.RunAsync("tally", new RebuildOptions { By = "dana" }, TestContext.Current.CancellationToken)).Swapped.ShouldBeFalse("it goes on with what it has");
        (await Rebuilds.RunAsync("tally", new RebuildOptions { By = "dana", FromTheStart = true }, TestContext.Current.CancellationToken)).Swapped.ShouldBeTrue();
    }

    [Fact]
    public async Task one_that_differs_goes_live_by_force_and_the_reason_is_kept()
    {
        _tally.Count = _ => 2;

        var report = await Rebuilds.RunAsync("tally", new RebuildOptions { By = "dana", Force = "Each counts double now." }, TestContext.Current.CancellationToken);

        report.Swapped.ShouldBeTrue();
        report.Differences.ShouldNotBeEmpty();
        (await _database.ScalarAsync<string>("select changed_by || ': ' || change_reason from projections")).ShouldBe("dana: Each counts double now.");
    }

    [Fact]
    public async Task one_that_was_interrupted_goes_on()
    {
        using var interruption = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        // It cancels once its rows are written: they are rolled back, and only the beginning of the rebuild is stored.
        _tally.Before = (batch, _) => batch.Slot == "b" ? interruption.CancelAsync() : Task.CompletedTask;
        await Should.ThrowAsync<OperationCanceledException>(() => Rebuilds.RunAsync("tally", new RebuildOptions { By = "dana" }, interruption.Token));
        (await _database.ScalarAsync<string>("select spare from projections")).ShouldBe("building");
        _tally.Before = (_, _) => Task.CompletedTask;

        (await Rebuilds.RunAsync("tally", new RebuildOptions { By = "dana" }, TestContext.Current.CancellationToken)).Swapped.ShouldBeTrue();

        await _database.CaughtUpAsync();
        (await _database.QueryAsync(Tally.Differences, row => row.GetString(0))).ShouldBeEmpty();
    }

    [Fact]
    public async Task it_ends_though_the_live_one_stands_still()
    {
        await _host.StopAsync(TestContext.Current.CancellationToken);
        await _database.AppendAsync(Streams, rounds: 1);

        (await Rebuilds.RunAsync("tally", new RebuildOptions { By = "dana" }, TestContext.Current.CancellationToken)).Swapped.ShouldBeTrue();

        using var next = await _database.StartProcessAsync(_tally);
        await _database.CaughtUpAsync();
        (await _database.QueryAsync(Tally.Differences, row => row.GetString(0))).ShouldBeEmpty();
        await next.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task it_ends_with_a_reason_when_nothing_can_be_applied()
    {
        _tally.Before = (batch, _) => batch.Slot == "b" ? throw new FormatException() : Task.CompletedTask;

        var blocked = await Should.ThrowAsync<RebuildBlockedException>(
            () => Rebuilds.RunAsync("tally", new RebuildOptions { By = "dana", Force = "whatever it is" }, TestContext.Current.CancellationToken));

        blocked.Message.ShouldStartWith("Too many events can't be applied to slot b");
        (await LiveAsync()).ShouldBe("a");
    }

    [Fact]
    public async Task a_second_one_at_the_same_time_is_refused()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _tally.Before = (batch, _) => batch.Slot == "b" && begun.TrySetResult() ? held.Task : Task.CompletedTask;
        var first = Rebuilds.RunAsync("tally", new RebuildOptions { By = "dana" }, TestContext.Current.CancellationToken);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        var blocked = await Should.ThrowAsync<RebuildBlockedException>(
            () => Rebuilds.RunAsync("tally", new RebuildOptions { By = "eli", FromTheStart = true }, TestContext.Current.CancellationToken));

        blocked.Message.ShouldBe("tally is being rebuilt by somebody else.");
        held.SetResult();
        (await first).Swapped.ShouldBeTrue();
    }

    [Fact]
    public async Task what_is_set_aside_after_the_comparison_keeps_it_from_going_live()
    {
        _tally.Before = (batch, _) => batch.Slot == "b" && batch.Events.Any(recorded => recorded.Type == "poison") ? throw new FormatException("Not in b.") : Task.CompletedTask;

        var report = await Rebuilds.RunAsync("tally", new RebuildOptions { By = "dana", Progress = _ => AppendPoison() }, TestContext.Current.CancellationToken);

        report.Swapped.ShouldBeFalse();
        report.Differences.ShouldBe(["slot b has set aside event 5 of thing-0: Not in b."]);
        (await LiveAsync()).ShouldBe("a");
    }

    [Fact]
    public async Task readers_do_not_wait_for_it_to_begin()
    {
        await using var reader = await _database.App.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var reading = await reader.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var count = new NpgsqlCommand("select count(*) from tally", reader);
        await count.ExecuteScalarAsync(TestContext.Current.CancellationToken);

        var rebuilding = Rebuilds.RunAsync("tally", new RebuildOptions { By = "dana" }, TestContext.Current.CancellationToken);
        await Eventually.ShouldAsync(
            async () => await _database.ScalarAsync<long>("select count(*) from pg_locks where not granted and relation = 'tally_b'::regclass") > 0, "the rebuild to wait for the reader");

        (await _database.ScalarAsync<long>("select count(*) from tally")).ShouldBe(Streams.Length);
        rebuilding.IsCompleted.ShouldBeFalse();
        await reading.CommitAsync(TestContext.Current.CancellationToken);
        (await rebuilding).Swapped.ShouldBeTrue();
    }

    [Fact]
    public async Task it_compares_for_as_long_as_that_takes()
    {
        // Each row of each slot takes its time, all together longer than any other statement may.
        var slow = new Tally { FoldsStreams = FoldsStreams, Process = "slow", Tables = [new ReadModelTable("tally", "(select stream from pg_sleep(0.03))")] };
        using var patient = await _database.StartProcessAsync(slow, "Command Timeout=1", ("Enabled", "false"));

        var report = await patient.Services.GetRequiredService<ProjectionRebuild>().RunAsync("tally", new RebuildOptions { By = "dana" }, TestContext.Current.CancellationToken);

        report.Swapped.ShouldBeTrue(string.Join('\n', report.Differences));
        await patient.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task what_was_dismissed_stays_dismissed()
    {
        _tally.Before = (batch, _) => batch.Events.Any(recorded => recorded.Type == "poison") ? throw new FormatException("This is no event.") : Task.CompletedTask;
        await _database.AppendAsync(Streams[3], 1, "poison");
        await _database.AppendAsync(Streams[3], 2);
        var register = _host.Services.GetRequiredService<SetAsideRegister>();
        await Eventually.ShouldAsync(async () => (await register.ListAsync()).Count == 1, "the event to be set aside");
        var poison = (await register.ListAsync(cancellationToken: TestContext.Current.CancellationToken)).Single();
        (await register.DismissAsync(poison.Id, poison.Version, "dana", "It is of a test.", TestContext.Current.CancellationToken)).ShouldBe(Dismissal.Done);
        await Eventually.ShouldAsync(async () => (await register.ListAsync()).Count == 0, "the stream to be let go");

        foreach (var slot in new[] { "b", "a", "b" })
        {
            var report = await Rebuilds.RunAsync("tally", new RebuildOptions { By = "dana" }, TestContext.Current.CancellationToken);
            report.Differences.ShouldBeEmpty();
            (await LiveAsync()).ShouldBe(slot);
        }

        (await _database.QueryAsync(Tally.Differences, row => row.GetString(0))).ShouldHaveSingleItem().ShouldStartWith("thing-3: ");
    }

    [Fact]
    public async Task sums_that_say_zero_may_be_there_or_not()
    {
        var summing = new Tally { FoldsStreams = FoldsStreams, Process = "summing", Tables = [new ReadModelTable("tally", "stream") { Where = "events <> 0" }] };
        using var another = await _database.StartProcessAsync(summing, ("Enabled", "false"));
        await _database.ExecuteAsync("insert into tally (slot, stream, events, versions) values ('a', 'thing-that-came-and-went', 0, '')");

        (await another.Services.GetRequiredService<ProjectionRebuild>().RunAsync("tally", new RebuildOptions { By = "dana" }, TestContext.Current.CancellationToken)).Differences.ShouldBeEmpty();

        await _database.ExecuteAsync("update projections set live_slot = 'a'");
        (await Rebuilds.RunAsync("tally", new RebuildOptions { By = "dana" }, TestContext.Current.CancellationToken)).Differences.ShouldHaveSingleItem().ShouldContain("came-and-went");
        await another.StopAsync(TestContext.Current.CancellationToken);
    }

    // Progress is told while both slots stand still in the snapshot that is about to be compared.
    void AppendPoison()
    {
        _database.AppendAsync(Streams[0], 1, "poison").Wait(TestContext.Current.CancellationToken);
        _database.CaughtUpAsync().Wait(TestContext.Current.CancellationToken);
    }

    ProjectionRebuild Rebuilds => _host.Services.GetRequiredService<ProjectionRebuild>();

    Task<string?> LiveAsync() => _database.ScalarAsync<string>("select live_slot from projections");
}

public sealed class When_a_read_model_is_rebuilt_stream_by_stream : When_a_read_model_is_rebuilt
{
    protected override bool FoldsStreams => true;
}
