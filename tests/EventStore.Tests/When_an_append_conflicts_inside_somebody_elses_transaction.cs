using Npgsql;

namespace Sagas.EventStore.Tests;

public sealed class When_an_append_conflicts_inside_somebody_elses_transaction(TestDatabase database) : IClassFixture<TestDatabase>
{
    readonly PostgresEventStore store = new(database.App, TimeProvider.System);
    readonly StreamId stream = Some.Stream();

    [Fact]
    public async Task Nothing_is_written_to_the_stream_and_the_transaction_stays_usable()
    {
        await store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, Some.Events(2)));
        var stale = (await store.LoadAsync(stream)).Head;
        await store.AppendAsync(new StreamAppend(stream, ExpectedVersion.Exactly(2), Some.Events(1)));

        await using var connection = await database.App.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var conflict = await Should.ThrowAsync<VersionConflictException>(() => AppendAsync(connection, stale));
        var present = (await connection.LoadAsync(locking: true, new StreamLoad(stream)))[0].Head;
        await AppendAsync(connection, present);
        await transaction.CommitAsync();

        (conflict.Stream, conflict.Expected, conflict.Actual).ShouldBe((stream, ExpectedVersion.Exactly(2), null));
        conflict.Message.ShouldContain("Load the stream again");
        (await store.ReadStreamAsync(stream).Select(e => e.Version).ToListAsync()).ShouldBe([1, 2, 3, 4]);
        (await HashChain.VerifyAsync(store.ReadStreamAsync(stream), (await store.LoadAsync(stream)).Head)).ShouldBeNull();
    }

    [Fact]
    public async Task A_repeat_is_such_a_conflict()
    {
        var events = Some.Events(1);
        await store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, events));

        await using var connection = await database.App.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Should.ThrowAsync<VersionConflictException>(() => AppendAsync(connection, StreamHead.None(stream), events));

        (await connection.LoadAsync(locking: false, new StreamLoad(stream)))[0].Version.ShouldBe(1);
    }

    [Fact]
    public async Task An_event_id_that_comes_again_at_the_present_version_is_a_mistake_that_the_database_stops()
    {
        var events = Some.Events(1);
        await store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, events));
        var head = (await store.LoadAsync(stream)).Head;

        await using var connection = await database.App.OpenConnectionAsync();
        (await Should.ThrowAsync<PostgresException>(() => AppendAsync(connection, head, events))).ConstraintName.ShouldBe("events_event_id_key");

        (await store.LoadAsync(stream)).Version.ShouldBe(1);
    }

    [Fact]
    public async Task Two_that_create_one_stream_are_told_apart()
    {
        await using var first = await database.App.OpenConnectionAsync();
        await using var second = await database.App.OpenConnectionAsync();
        await using var firstTransaction = await first.BeginTransactionAsync();
        await using var secondTransaction = await second.BeginTransactionAsync();

        await AppendAsync(first, StreamHead.None(stream));
        var waiting = AppendAsync(second, StreamHead.None(stream));
        await database.WaitsForALockAsync(second);
        await firstTransaction.CommitAsync();

        await Should.ThrowAsync<VersionConflictException>(() => waiting);
        (await second.LoadAsync(locking: false, new StreamLoad(stream)))[0].Version.ShouldBe(1);
    }

    [Fact]
    public async Task The_streams_beside_it_have_been_written_and_the_conflict_says_to_roll_back()
    {
        var beside = Some.Stream();
        await store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, Some.Events(1)));

        await using var connection = await database.App.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var appends = new StreamAppendStatements(
            [.. new[] { beside, stream }.Select(s => new PreparedAppend(StreamHead.None(s), Some.Events(1), DateTimeOffset.UnixEpoch))]);
        await connection.ExecuteAsync(appends.Commands);
        var conflict = Should.Throw<VersionConflictException>(appends.Verify);
        var versions = (await connection.LoadAsync(locking: false, new StreamLoad(beside), new StreamLoad(stream))).Select(l => l.Version);
        await transaction.RollbackAsync();

        conflict.Stream.ShouldBeNull();
        conflict.Message.ShouldContain(stream.ToString());
        conflict.Message.ShouldContain("Roll back");
        versions.ShouldBe([1, 1]);
        (await store.LoadAsync(beside)).Version.ShouldBe(0);
    }

    static async Task AppendAsync(NpgsqlConnection connection, StreamHead head, EventData[]? events = null)
    {
        var appends = new StreamAppendStatements([new PreparedAppend(head, events ?? Some.Events(1), DateTimeOffset.UnixEpoch)]);
        await connection.ExecuteAsync(appends.Commands);
        appends.Verify();
    }
}
