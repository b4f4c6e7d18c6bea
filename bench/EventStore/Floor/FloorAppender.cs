using System.Globalization;
using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Sagas.EventStore.Benchmark.Floor;

/// <summary>
/// The same rows by hand, and nothing else: one prepared statement a commit, on a connection that stays open. It has one statement for new streams and one for
/// those that exist, for just this number of events.
/// </summary>
sealed class FloorAppender : IAppender
{
    static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    readonly NpgsqlConnection _connection;
    readonly NpgsqlCommand _create;
    readonly NpgsqlCommand _append;
    readonly int _events;

    FloorAppender(NpgsqlConnection connection, int events)
    {
        (_connection, _events) = (connection, events);
        _create = Command(
            """
            insert into streams (stream, version, last_hash, last_xid, tenant, created_at, updated_at)
            values ($1, $3, $4, pg_current_xact_id(), $5, $6, $6) returning last_xid
            """,
            withExpected: false);
        _append = Command(
            """
            update streams set version = $3, last_hash = $4, last_xid = greatest(last_xid, pg_current_xact_id()), updated_at = $6
            where stream = $1 and version = $2 and tenant = $5 returning last_xid
            """,
            withExpected: true);
    }

    public static async Task<FloorAppender> OpenAsync(NpgsqlDataSource database, int events)
    {
        var appender = new FloorAppender(await database.OpenConnectionAsync(), events);
        await appender._create.PrepareAsync();
        await appender._append.PrepareAsync();
        return appender;
    }

    public async Task AppendAsync(StreamHead before, int events)
    {
        var stream = before.Stream.ToString();
        var command = before.Version == 0 ? _create : _append;
        var parameters = command.Parameters;
        var (version, hash) = (before.Version, before.Hash.ToArray());
        var metadata = Encoding.UTF8.GetBytes($$"""{"actor":"carrier","correlationId":"{{before.Stream.Id}}"}""");
        var at = 6;
        for (var i = 0; i < _events; i++)
        {
            var eventId = Guid.CreateVersion7();
            var data = JsonSerializer.SerializeToUtf8Bytes(ParcelMoved.Any, Json);
            hash = HandWrittenChain.Link(hash, stream, ++version, eventId, data);
            Set(version);
            Set(eventId);
            Set(ParcelMoved.StoredName);
            Set(1);
            Set(data);
            Set(null);
            Set(null);
            Set(null);
            Set(metadata);
            Set(hash);
        }

        at = 0;
        Set(stream);
        Set(before.Version);
        Set(version);
        Set(hash);
        Set("default");
        Set(TimeProvider.System.GetUtcNow());
        if (await command.ExecuteNonQueryAsync() != _events)
            throw new InvalidOperationException($"Stream {stream} is not at {before.Version}.");

        void Set(object? value) => parameters[at++].Value = value ?? DBNull.Value;
    }

    public async ValueTask DisposeAsync()
    {
        await _create.DisposeAsync();
        await _append.DisposeAsync();
        await _connection.DisposeAsync();
    }

    NpgsqlCommand Command(string head, bool withExpected)
    {
        var rows = Enumerable.Range(0, _events).Select(row => $"({string.Join(", ", Columns.Select((column, i) => $"${7 + (row * Columns.Length) + i}::{column.Sql}"))})");
        // The parameter that a new stream does not need still has to have a type.
        var expected = withExpected ? "" : " where $2::bigint = 0";
        var command = new NpgsqlCommand(
            string.Create(CultureInfo.InvariantCulture, $"""
            with head as ({head})
            insert into events (
              xid, stream, version, event_id, type, schema_version, data, personal, salt, personal_digest, metadata, tenant, recorded_at, hash)
            select head.last_xid, $1, e.version, e.event_id, e.type, e.schema_version, e.data, e.personal, e.salt, e.personal_digest, e.metadata, $5, $6, e.hash
            from head, (values {string.Join(", ", rows)}) as e (
              version, event_id, type, schema_version, data, personal, salt, personal_digest, metadata, hash){expected}
            """),
            _connection);
        NpgsqlDbType[] types =
        [
            NpgsqlDbType.Text, NpgsqlDbType.Bigint, NpgsqlDbType.Bigint, NpgsqlDbType.Bytea, NpgsqlDbType.Text, NpgsqlDbType.TimestampTz,
            .. Enumerable.Repeat(Columns.Select(column => column.Type), _events).SelectMany(row => row),
        ];
        foreach (var type in types)
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type });
        return command;
    }

    static (NpgsqlDbType Type, string Sql)[] Columns { get; } =
    [
        (NpgsqlDbType.Bigint, "bigint"), (NpgsqlDbType.Uuid, "uuid"), (NpgsqlDbType.Text, "text"), (NpgsqlDbType.Integer, "int"), (NpgsqlDbType.Jsonb, "jsonb"),
        (NpgsqlDbType.Jsonb, "jsonb"), (NpgsqlDbType.Bytea, "bytea"), (NpgsqlDbType.Bytea, "bytea"), (NpgsqlDbType.Jsonb, "jsonb"), (NpgsqlDbType.Bytea, "bytea"),
    ];
}
