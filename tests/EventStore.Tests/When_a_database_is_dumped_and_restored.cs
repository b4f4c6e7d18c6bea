namespace Sagas.EventStore.Tests;

/// <summary>
/// Restored into the cluster it came from, a dump looks as after a restore into a younger one when its transaction ids have been raised before.
/// </summary>
public sealed class When_a_database_is_dumped_and_restored : IAsyncLifetime
{
    const string ReaderTable =
        """
        create table readers (name text primary key, xid xid8 not null, position bigint not null);
        grant select on readers to sagas_app
        """;

    readonly TestDatabase dumped = new();
    readonly TestDatabase restored = new(withTables: false);
    readonly string file = Path.Combine(Path.GetTempPath(), $"{Guid.CreateVersion7():N}.dump");

    public async ValueTask InitializeAsync()
    {
        await dumped.InitializeAsync();
        await restored.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await dumped.DisposeAsync();
        await restored.DisposeAsync();
        File.Delete(file);
    }

    [Theory]
    [InlineData("custom")]
    [InlineData("plain")]
    public async Task Readers_go_on_where_they_were(string format)
    {
        var store = StoreOf(dumped);
        await dumped.Owner.ExecuteAsync(ReaderTable);
        var streams = await ArrangeAsync(store);
        var all = await AllAsync(dumped, count: 12);
        foreach (var (reached, index) in all.Select((e, i) => (e.Checkpoint, i)))
            await dumped.Owner.ExecuteAsync($"insert into readers values ('{index}', '{reached.Xid}', {reached.Position})");
        await dumped.Owner.ExecuteAsync("insert into readers values ('new', '0', 0)");
        await AnchorAsync();

        await DumpAndRestoreAsync(format);
        (await StoreOf(restored).ReadAllAsync(GlobalCheckpoint.Start).CountAsync()).ShouldBe(0, "without what follows, restored events lie in the future");
        await Should.ThrowAsync<RestoreNeededException>(() => new RestoreGate(restored.App).CheckAsync());
        var report = await new LogicalRestore(restored.Owner, [new CheckpointTable("readers")]).RunAsync();

        report.ShouldBe(new RestoreReport(12, 14));
        await new RestoreGate(restored.App).CheckAsync();
        await ReadersGoOnAsync(all);
        (await VerifierOf(restored).VerifyAsync()).ShouldSatisfyAllConditions(r => r.Holds.ShouldBeTrue(), r => r.Events.ShouldBe(12));

        await StoreOf(restored).AppendAsync(new StreamAppend(streams[1], ExpectedVersion.Any, Some.Events(1)));
        var since = await AllAsync(restored, count: 13);
        since[..12].Select(e => e.EventId).ShouldBe(all.Select(e => e.EventId));
        (since[12].Stream, since[12].Checkpoint.Position).ShouldBe((streams[1], 13));

        (await new LogicalRestore(restored.Owner, [new CheckpointTable("readers")]).RunAsync()).ShouldBe(new RestoreReport(13, 14));
        await ReadersGoOnAsync([.. all, since[12]]);
        (await VerifierOf(restored).VerifyAsync()).Holds.ShouldBeTrue();
    }

    // Of three streams, one is archived; and the fourth transaction began before the third, so that its events have lower ids and higher positions.
    async Task<StreamId[]> ArrangeAsync(PostgresEventStore store)
    {
        StreamId[] streams = [.. Enumerable.Range(0, 3).Select(_ => Some.Stream())];
        await store.AppendAsync(new StreamAppend(streams[0], ExpectedVersion.NoStream, Some.Events(3)));
        await using (var early = await dumped.App.OpenConnectionAsync())
        await using (var transaction = await early.BeginTransactionAsync())
        {
            await early.ExecuteAsync([new("select pg_current_xact_id()")]);
            await store.AppendAsync(new StreamAppend(streams[1], ExpectedVersion.NoStream, Some.Events(4)));
            await early.ExecuteAsync(new StreamAppendStatements([new PreparedAppend(StreamHead.None(streams[2]), Some.Events(5), StandingClock.Noon)]).Commands);
            await transaction.CommitAsync();
        }

        (await new PostgresStreamArchive(dumped.App, dumped.Archiver).ArchiveAsync([(await store.LoadAsync(streams[0])).Head], Some.Ends)).ShouldBe([streams[0]]);
        var all = await AllAsync(dumped, count: 12);
        all.Select(e => e.Stream).Distinct().ShouldBe([streams[0], streams[2], streams[1]]);
        all[3].Checkpoint.Position.ShouldBeGreaterThan(all[11].Checkpoint.Position);
        return streams;
    }

    async Task AnchorAsync() => (await new StreamAnchors(dumped.App, TimeProvider.System).TakeAsync()).Streams.ShouldBe(3);

    async Task DumpAndRestoreAsync(string format)
    {
        foreach (var place in new[] { "events", "events_archive", "readers", "stream_anchors" })
            await dumped.Owner.ExecuteAsync($"update {place} set xid = (xid::text::bigint + 1000000)::text::xid8 where xid > '0'");
        await dumped.Owner.ExecuteAsync("update streams set last_xid = (last_xid::text::bigint + 1000000)::text::xid8");

        await PostgresPrograms.RunAsync("pg_dump", dumped.Owner, dumped.Password, "--format", format, "--file", file);
        if (format == "plain")
            await PostgresPrograms.RunAsync("psql", restored.Owner, restored.Password, "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--file", file);
        else
            await PostgresPrograms.RunAsync("pg_restore", restored.Owner, restored.Password, "--exit-on-error", file);
    }

    async Task ReadersGoOnAsync(IReadOnlyList<RecordedEvent> all)
    {
        await using var command = restored.App.CreateCommand("select name, xid, position from readers");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var reached = reader.GetString(0) == "new" ? 0 : int.Parse(reader.GetString(0), System.Globalization.CultureInfo.InvariantCulture) + 1;
            var checkpoint = new GlobalCheckpoint(await reader.GetFieldValueAsync<ulong>(1), reader.GetInt64(2));
            (await StoreOf(restored).ReadAllAsync(checkpoint).Select(e => e.EventId).ToListAsync()).ShouldBe(all.Skip(reached).Select(e => e.EventId));
        }
    }

    static Task<List<RecordedEvent>> AllAsync(TestDatabase database, int count) => Eventually.SeesAsync(
        async () => await StoreOf(database).ReadAllAsync(GlobalCheckpoint.Start).ToListAsync(), seen => seen.Count == count, $"{count} events");

    static PostgresEventStore StoreOf(TestDatabase database) => new(database.App, TimeProvider.System);

    static EventStoreVerifier VerifierOf(TestDatabase database) => new(database.App, new StreamAnchors(database.App, TimeProvider.System));
}
