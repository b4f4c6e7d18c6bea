using Npgsql;

namespace Sagas.EventStore.Tests;

public sealed class When_the_host_starts_on_events_it_cannot_read : IAsyncLifetime
{
    readonly TestDatabase database = new();

    PostgresEventStore Store => new(database.App, TimeProvider.System);

    EventTypeGate Gate => new(Store, OrderEventTypes.Serializer.Types);

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        await AppendAsync("order-noted", 1);
        for (var version = 1; version <= 3; version++)
            await AppendAsync("order-placed", version);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task It_passes_where_everything_has_a_path() => await Gate.CheckAsync();

    [Theory]
    [InlineData("order-shipped", 1, "'order-shipped' is stored but not registered")]
    [InlineData("order-placed", 4, "'order-placed' is stored in version 4, which is newer than 3")]
    [InlineData("order-noted", 7, "'order-noted' is stored in version 7, which is newer than 1")]
    public async Task One_planted_event_stops_it(string type, int version, string why)
    {
        await AppendAsync(type, version);

        (await Should.ThrowAsync<UnreadableEventException>(() => Gate.CheckAsync())).Message.ShouldContain(why);
    }

    [Fact]
    public async Task So_does_one_that_was_archived()
    {
        var stream = await AppendAsync("order-forgotten", 1);
        await new PostgresStreamArchive(database.App, database.Archiver).ArchiveAsync([(await Store.LoadAsync(stream)).Head], ["order-forgotten"]);

        (await Should.ThrowAsync<UnreadableEventException>(() => Gate.CheckAsync())).Message.ShouldContain("'order-forgotten'");
    }

    [Fact]
    public async Task Looking_does_not_read_the_events()
    {
        var stream = Some.Stream();
        await Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, [.. Enumerable.Range(0, 20_000).Select(_ => Some.Event("order-noted"))]));
        await database.Owner.ExecuteAsync("vacuum analyze events");
        await using var connection = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.AppConnectionString) { MaxPoolSize = 1 });
        var before = await BlocksAsync(connection);

        await new EventTypeGate(new PostgresEventStore(connection, TimeProvider.System), OrderEventTypes.Serializer.Types).CheckAsync();

        var after = await BlocksAsync(connection);
        after.ShouldBeGreaterThan(before);
        (after - before).ShouldBeLessThan(100);
        (await database.Owner.ScalarAsync<long>("select pg_relation_size('events') / 8192")).ShouldBeGreaterThan(500);
    }

    // Of the one connection, which gives up its statistics when it is told to.
    async Task<long> BlocksAsync(NpgsqlDataSource connection)
    {
        await connection.ExecuteAsync("select pg_stat_force_next_flush()");
        return await database.Owner.ScalarAsync<long>("select heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit from pg_statio_user_tables where relname = 'events'");
    }

    async Task<StreamId> AppendAsync(string type, int version)
    {
        var stream = Some.Stream();
        await Store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream, [Some.Event(type, schemaVersion: version)]));
        return stream;
    }
}
