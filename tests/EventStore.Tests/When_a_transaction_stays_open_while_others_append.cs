using Npgsql;

namespace Sagas.EventStore.Tests;

public sealed class When_a_transaction_stays_open_while_others_append(TestDatabase database) : IClassFixture<TestDatabase>
{
    readonly PostgresEventStore store = new(database.App, TimeProvider.System);

    [Fact]
    public async Task Events_behind_it_wait_so_that_none_is_skipped()
    {
        var (slow, quick, early) = (Some.Stream(), Some.Stream(), Some.Stream());
        await store.AppendAsync(new StreamAppend(early, ExpectedVersion.NoStream, Some.Events(1)));
        await using var connection = await database.App.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await AppendAsync(connection, StreamHead.None(slow));
        await store.AppendAsync(new StreamAppend(quick, ExpectedVersion.NoStream, Some.Events(1)));

        var before = await FollowAsync(GlobalCheckpoint.Start, [early], [early, slow, quick]);
        await transaction.CommitAsync();
        var after = await FollowAsync(before[^1].Checkpoint, [slow, quick], [early, slow, quick]);

        after[0].Checkpoint.Position.ShouldBeGreaterThan(before[0].Checkpoint.Position);
    }

    [Fact]
    public async Task A_transaction_that_appends_nothing_holds_them_back_too()
    {
        var stream = Some.Stream();
        await using var connection = await database.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync([new NpgsqlBatchCommand("select pg_current_xact_id()")]);
        await store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, Some.Events(1)));

        (await store.ReadAllAsync(GlobalCheckpoint.Start).CountAsync(e => e.Stream == stream)).ShouldBe(0);
        await transaction.RollbackAsync();

        await FollowAsync(GlobalCheckpoint.Start, [stream], [stream]);
    }

    [Fact]
    public async Task The_events_of_a_stream_keep_their_order_though_the_later_transaction_has_the_lower_id()
    {
        var stream = Some.Stream();
        await using var connection = await database.App.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync([new NpgsqlBatchCommand("select pg_current_xact_id()")]);
        await store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, Some.Events(1)));
        await AppendAsync(connection, (await connection.LoadAsync(locking: true, new StreamLoad(stream)))[0].Head);
        await transaction.CommitAsync();

        var followed = await FollowAsync(GlobalCheckpoint.Start, [stream, stream], [stream]);

        followed.Select(e => e.Version).ShouldBe([1, 2]);
    }

    async Task<IReadOnlyList<RecordedEvent>> FollowAsync(GlobalCheckpoint after, StreamId[] expected, StreamId[] ours)
    {
        var events = await Eventually.SeesAsync(
            async () => await store.ReadAllAsync(after).Where(e => ours.Contains(e.Stream)).ToListAsync(),
            seen => seen.Count >= expected.Length,
            $"{expected.Length} events");
        events.Select(e => e.Stream).ShouldBe(expected);
        return events;
    }

    static async Task AppendAsync(NpgsqlConnection connection, StreamHead head)
    {
        var appends = new StreamAppendStatements([new PreparedAppend(head, Some.Events(1), StandingClock.Noon)]);
        await connection.ExecuteAsync(appends.Commands);
        appends.Verify();
    }
}
