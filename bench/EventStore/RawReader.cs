using Npgsql;

namespace Sagas.EventStore.Benchmark;

/// <summary>Reads rows, every column of them or what a fold needs, and makes nothing of them.</summary>
sealed class RawReader : IAsyncDisposable
{
    const string Columns =
        "xid, position, stream, version, event_id, type, schema_version, data, personal, salt, personal_digest, metadata, tenant, recorded_at, hash";

    readonly NpgsqlConnection _connection;
    readonly NpgsqlCommand _stream;
    readonly NpgsqlCommand _narrow;
    readonly NpgsqlCommand _page;
    readonly NpgsqlCommand _snapshot;

    RawReader(NpgsqlConnection connection)
    {
        _connection = connection;
        _stream = new NpgsqlCommand($"select {Columns} from events where stream = $1 order by version", connection) { Parameters = { new NpgsqlParameter<string>() } };
        _narrow = new NpgsqlCommand("select version, type, schema_version, data, personal from events where stream = $1 order by version", connection)
        {
            Parameters = { new NpgsqlParameter<string>() },
        };
        _page = new NpgsqlCommand($"select {Columns} from events where (xid, position) > ($1, $2) order by xid, position limit 500", connection)
        {
            Parameters = { new NpgsqlParameter<ulong> { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Xid8 }, new NpgsqlParameter<long>() },
        };
        _snapshot = new NpgsqlCommand("select version, data, stamp, taken_at, tenant from snapshots where stream = $1", connection)
        {
            Parameters = { new NpgsqlParameter<string>() },
        };
    }

    public static async Task<RawReader> OpenAsync(NpgsqlDataSource database)
    {
        var reader = new RawReader(await database.OpenConnectionAsync());
        foreach (var command in new[] { reader._stream, reader._narrow, reader._page, reader._snapshot })
            await command.PrepareAsync();
        return reader;
    }

    public async Task ReadStreamAsync(StreamId stream)
    {
        ((NpgsqlParameter<string>)_stream.Parameters[0]).TypedValue = stream.ToString();
        await ReadEventsAsync(_stream);
    }

    /// <summary>The columns that a fold needs.</summary>
    public async Task ReadNarrowlyAsync(StreamId stream)
    {
        ((NpgsqlParameter<string>)_narrow.Parameters[0]).TypedValue = stream.ToString();
        await using var reader = await _narrow.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            PassNarrowly(reader);
    }

    /// <returns>How many events there were, and the place of the last.</returns>
    public Task<(int Count, GlobalCheckpoint Last)> ReadPageAsync(GlobalCheckpoint after)
    {
        ((NpgsqlParameter<ulong>)_page.Parameters[0]).TypedValue = after.Xid;
        ((NpgsqlParameter<long>)_page.Parameters[1]).TypedValue = after.Position;
        return ReadEventsAsync(_page);
    }

    public async Task ReadSnapshotAsync(StreamId stream)
    {
        ((NpgsqlParameter<string>)_snapshot.Parameters[0]).TypedValue = stream.ToString();
        await using var reader = await _snapshot.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            PassSnapshot(reader);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in new[] { _stream, _narrow, _page, _snapshot })
            await command.DisposeAsync();
        await _connection.DisposeAsync();
    }

    static async Task<(int Count, GlobalCheckpoint Last)> ReadEventsAsync(NpgsqlCommand command)
    {
        var (count, last) = (0, GlobalCheckpoint.Start);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            last = PassEvent(reader);
            count++;
        }

        return (count, last);
    }

    static GlobalCheckpoint PassEvent(NpgsqlDataReader row)
    {
        var place = new GlobalCheckpoint(row.GetFieldValue<ulong>(0), row.GetInt64(1));
        _ = (row.GetString(2), row.GetInt64(3), row.GetGuid(4), row.GetString(5), row.GetInt32(6), row.GetFieldValue<byte[]>(7));
        _ = (row.IsDBNull(8), row.IsDBNull(9), row.IsDBNull(10));
        _ = (row.GetFieldValue<byte[]>(11), row.GetString(12), row.GetFieldValue<DateTimeOffset>(13), row.GetFieldValue<byte[]>(14));
        return place;
    }

    static void PassNarrowly(NpgsqlDataReader row) =>
        _ = (row.GetInt64(0), row.GetString(1), row.GetInt32(2), row.GetFieldValue<byte[]>(3), row.IsDBNull(4));

    static void PassSnapshot(NpgsqlDataReader row) =>
        _ = (row.GetInt64(0), row.GetFieldValue<byte[]>(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3), row.GetString(4));
}
