using Npgsql;
using NpgsqlTypes;

namespace Sagas.EventStore;

/// <summary>
/// Imports with COPY, in one transaction. Whoever follows all events, in any database of the cluster, waits until it has committed:
/// import a large history in parts, each of whole streams.
/// </summary>
public sealed class PostgresEventImport(NpgsqlDataSource dataSource) : IEventImport
{
    const string CopyEvents =
        """
        copy events (
          xid, stream, version, event_id, type, schema_version, data, personal, salt, personal_digest, metadata, tenant, recorded_at, hash)
        from stdin (format binary)
        """;

    const string CopyHeads =
        "copy streams (stream, version, last_hash, last_xid, tenant, created_at, updated_at) from stdin (format binary)";

    // The unique index of the living events does not know those of the archive. Where there is none, nothing is looked for: of what has just been written the planner
    // knows nothing, and might look for each event by itself.
    const string FindArchivedIds =
        "select exists (select from events_archive) and exists (select from events e join events_archive a on a.event_id = e.event_id where e.xid = $1)";

    static readonly string FindExisting = $"select stream from streams where stream = any({Statement.Arrays(1, 1)}::text[]) limit 1";

    /// <inheritdoc />
    public async Task<long> ImportAsync(IAsyncEnumerable<ImportedEvent> events, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        var streams = new ImportedStreams();
        try
        {
            return await CopyAsync(events, streams, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException here) when (here is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "events_event_id_key" })
        {
            throw ImportRefusedException.DuplicateId(here);
        }
        catch (PostgresException here) when (here is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "events_pkey" or "streams_pkey" })
        {
            var names = streams.All.Select(s => s.Head.Stream.ToString()).ToArray();
            var existing = await dataSource.ReadAsync(Statement.Of(FindExisting).With(names), row => row.GetString(0), cancellationToken).ConfigureAwait(false);
            throw existing is [var stream] ? ImportRefusedException.Exists(StreamId.Parse(stream), here) : here;
        }
    }

    async Task<long> CopyAsync(IAsyncEnumerable<ImportedEvent> events, ImportedStreams streams, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var rollingBack = transaction.ConfigureAwait(false);

        var xid = await TransactionIdAsync(connection, cancellationToken).ConfigureAwait(false);
        var count = await CopyEventsAsync(connection, events, streams, xid, cancellationToken).ConfigureAwait(false);
        await CopyHeadsAsync(connection, streams, xid, cancellationToken).ConfigureAwait(false);
        if (await IsAnyArchivedAsync(connection, xid, cancellationToken).ConfigureAwait(false))
            throw ImportRefusedException.DuplicateId();
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return count;
    }

    static async Task<bool> IsAnyArchivedAsync(NpgsqlConnection connection, ulong xid, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(FindArchivedIds, connection) { Parameters = { new NpgsqlParameter<ulong> { TypedValue = xid, NpgsqlDbType = NpgsqlDbType.Xid8 } } };
        await using var disposing = command.ConfigureAwait(false);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    static async Task<ulong> TransactionIdAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand("select pg_current_xact_id()", connection);
        await using var disposing = command.ConfigureAwait(false);
        return (ulong)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    static async Task<long> CopyEventsAsync(
        NpgsqlConnection connection,
        IAsyncEnumerable<ImportedEvent> events,
        ImportedStreams streams,
        ulong xid,
        CancellationToken cancellationToken)
    {
        var copy = await connection.BeginBinaryImportAsync(CopyEvents, cancellationToken).ConfigureAwait(false);
        await using var disposing = copy.ConfigureAwait(false);
        var count = 0L;
        await foreach (var imported in events.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var linked = streams.Add(imported);
            await copy.StartRowAsync(cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(xid, NpgsqlDbType.Xid8, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(imported.Stream.ToString(), NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(linked.Version, NpgsqlDbType.Bigint, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(linked.Event.EventId, NpgsqlDbType.Uuid, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(linked.Event.Type, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(linked.Event.SchemaVersion, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(linked.Event.Data, NpgsqlDbType.Jsonb, cancellationToken).ConfigureAwait(false);
            await WriteAsync(copy, linked.Personal?.ToArray(), NpgsqlDbType.Jsonb, cancellationToken).ConfigureAwait(false);
            await WriteAsync(copy, linked.Salt, NpgsqlDbType.Bytea, cancellationToken).ConfigureAwait(false);
            await WriteAsync(copy, linked.PersonalDigest, NpgsqlDbType.Bytea, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(linked.Metadata, NpgsqlDbType.Jsonb, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(imported.Tenant, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(StoredTime.Of(imported.RecordedAt), NpgsqlDbType.TimestampTz, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(linked.Hash, NpgsqlDbType.Bytea, cancellationToken).ConfigureAwait(false);
            count++;
        }

        await copy.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return count;
    }

    static async Task CopyHeadsAsync(NpgsqlConnection connection, ImportedStreams streams, ulong xid, CancellationToken cancellationToken)
    {
        var copy = await connection.BeginBinaryImportAsync(CopyHeads, cancellationToken).ConfigureAwait(false);
        await using var disposing = copy.ConfigureAwait(false);
        foreach (var stream in streams.All)
        {
            var head = stream.Head;
            await copy.StartRowAsync(cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(head.Stream.ToString(), NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(head.Version, NpgsqlDbType.Bigint, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(head.Hash.ToArray(), NpgsqlDbType.Bytea, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(xid, NpgsqlDbType.Xid8, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(head.Tenant, NpgsqlDbType.Text, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(stream.CreatedAt, NpgsqlDbType.TimestampTz, cancellationToken).ConfigureAwait(false);
            await copy.WriteAsync(stream.UpdatedAt, NpgsqlDbType.TimestampTz, cancellationToken).ConfigureAwait(false);
        }

        await copy.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    static Task WriteAsync(NpgsqlBinaryImporter copy, byte[]? value, NpgsqlDbType type, CancellationToken cancellationToken) =>
        value is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(value, type, cancellationToken);
}
