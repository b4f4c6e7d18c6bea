using Npgsql;

namespace Sagas.EventStore.Tests;

public sealed class When_streams_are_archived(TestDatabase database) : IClassFixture<TestDatabase>
{
    readonly PostgresEventStore store = new(database.App, TimeProvider.System);
    readonly PostgresStreamArchive archive = new(database.App, database.Archiver);
    readonly StreamId stream = Some.Stream();

    [Fact]
    public async Task They_lie_in_the_archive_as_they_lay_among_the_events()
    {
        await AppendAsync(3);
        var before = await RowsAsync("events");

        await archive.ArchiveAsync([(await store.LoadAsync(stream)).Head], Some.Ends);

        (await RowsAsync("events_archive")).ShouldBe(before);
        (await RowsAsync("events")).ShouldBe("");
    }

    [Theory]
    [InlineData("select * from events")]
    [InlineData("select * from events_archive")]
    [InlineData("select * from recorded_events")]
    [InlineData("insert into events_archive select * from events")]
    [InlineData("delete from events")]
    [InlineData("update streams set archived_at = null")]
    public async Task The_archiver_can_do_nothing_else(string statement) => await RefusesAsync(database.Archiver, statement);

    [Theory]
    [InlineData("select archive_streams('{}', '{}', '{}')")]
    [InlineData("insert into events_archive select * from events")]
    [InlineData("update events_archive set data = '{}'")]
    [InlineData("delete from events_archive")]
    [InlineData("truncate events_archive")]
    [InlineData("update streams set archived_at = null")]
    [InlineData("delete from recorded_events")]
    public async Task Nor_can_a_service_do_what_the_archiver_does(string statement) => await RefusesAsync(database.App, statement);

    [Fact]
    public async Task Where_there_is_no_archiver_the_tables_are_made_all_the_same()
    {
        await using var without = new TestDatabase(withTables: false);
        await without.InitializeAsync();
        foreach (var (_, script) in EventStoreSchema.Scripts)
            await without.Owner.ExecuteAsync(script.Replace("sagas_archiver", "sagas_nobody", StringComparison.Ordinal));

        await RefusesAsync(without.Archiver, "select archive_streams('{}', '{}', '{}')");
        await without.Owner.ExecuteAsync("grant execute on function archive_streams to sagas_archiver");
        (await without.Archiver.ExecuteAsync("select archive_streams('{}', '{}', '{}')")).ShouldBe(-1);
    }

    [Fact]
    public async Task A_table_that_somebody_put_before_ours_is_not_what_the_function_sees()
    {
        await AppendAsync(2);
        await using var connection = await database.Archiver.OpenConnectionAsync();
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("create temp table streams (stream text, version bigint, archived_at timestamptz)"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("create temp table events (stream text)"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"select archive_streams(array['{stream}'], array[2], array['noted'])"));
        await batch.ExecuteNonQueryAsync();

        (await store.LoadAsync(stream)).Head.IsArchived.ShouldBeTrue();
    }

    [Fact]
    public async Task A_transaction_that_could_not_see_the_last_append_is_refused()
    {
        await using var connection = await database.Archiver.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await using var archiving = new NpgsqlCommand("select archive_streams('{}', '{}', '{}')", connection);

        (await Should.ThrowAsync<PostgresException>(() => archiving.ExecuteNonQueryAsync())).MessageText.ShouldContain("read committed");
    }

    [Fact]
    public async Task A_stream_that_is_not_whole_stays_where_it_is()
    {
        await AppendAsync(3);
        var head = (await store.LoadAsync(stream)).Head;
        await database.Owner.ExecuteAsync($"delete from events where stream = '{stream}' and version = 2");

        (await Should.ThrowAsync<PostgresException>(() => archive.ArchiveAsync([head], Some.Ends))).SqlState.ShouldBe(PostgresErrorCodes.DataCorrupted);

        (await database.Owner.ScalarAsync<long>($"select count(*) from events where stream = '{stream}'")).ShouldBe(2);
    }

    [Fact]
    public async Task A_reader_of_everything_sees_each_event_once_while_streams_move()
    {
        StreamId[] streams = [.. Enumerable.Range(0, 60).Select(_ => Some.Stream())];
        foreach (var each in streams)
            await store.AppendAsync(new StreamAppend(each, ExpectedVersion.NoStream, Some.Events(40)));
        await Eventually.SeesAsync(async () => await OursAsync().CountAsync(), count => count == 2400, "2,400 events");

        var archiving = ArchiveAllAsync();
        var seen = 0;
        do
        {
            var order = await OursAsync().Select(e => (e.Stream, e.Version)).ToListAsync();
            order.ShouldBe([.. streams.SelectMany(s => Enumerable.Range(1, 40).Select(v => (s, (long)v)))]);
            seen++;
        }
        while (!archiving.IsCompleted);

        await archiving;
        seen.ShouldBeGreaterThan(2);
        (await store.LoadAsync(streams[^1])).Head.IsArchived.ShouldBeTrue();

        IAsyncEnumerable<RecordedEvent> OursAsync() => store.ReadAllAsync(GlobalCheckpoint.Start).Where(e => streams.Contains(e.Stream));

        async Task ArchiveAllAsync()
        {
            foreach (var each in streams)
                await archive.ArchiveAsync([(await store.LoadAsync(each)).Head], Some.Ends);
        }
    }

    [Fact]
    public async Task An_append_that_is_under_way_comes_first_and_the_stream_stays()
    {
        await AppendAsync(2);
        var head = (await store.LoadAsync(stream)).Head;
        await using var connection = await database.App.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync(new StreamAppendStatements([new PreparedAppend(head, Some.Events(1), StandingClock.Noon)]).Commands);

        await using var archiver = await database.Archiver.OpenConnectionAsync();
        await using var archiving = new NpgsqlCommand($"select count(*) from archive_streams(array['{stream}'], array[2], array['noted'])", archiver);
        var moved = archiving.ExecuteScalarAsync();
        await database.WaitsForALockAsync(archiver);
        await transaction.CommitAsync();

        (await moved).ShouldBe(0L);
        (await store.LoadAsync(stream)).Head.ShouldSatisfyAllConditions(h => h.Version.ShouldBe(3), h => h.IsArchived.ShouldBeFalse());
    }

    static async Task RefusesAsync(NpgsqlDataSource role, string statement) =>
        (await Should.ThrowAsync<PostgresException>(() => role.ExecuteAsync(statement))).SqlState
            .ShouldBeOneOf(PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.ObjectNotInPrerequisiteState);

    Task<AppendResult> AppendAsync(int events) => store.AppendAsync(new StreamAppend(
        stream, ExpectedVersion.NoStream, [Some.Event("placed", personal: """{"/name": "Ada"}"""), .. Enumerable.Repeat(0, events - 1).Select(_ => Some.Event("noted"))]));

    Task<string> RowsAsync(string table) =>
        database.Owner.ScalarAsync<string>($"select coalesce(string_agg(e::text, E'\\n' order by version), '') from {table} e where stream = '{stream}'");
}
