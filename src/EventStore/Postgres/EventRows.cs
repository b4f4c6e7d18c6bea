using Npgsql;

namespace Sagas.EventStore;

/// <summary>
/// Reads events from the rows of a query of one's own, which selects <see cref="Columns" /> from <c>recorded_events e</c>. Made once for a result, because what comes again
/// and again in its rows is then kept once.
/// </summary>
public sealed class EventRows
{
    /// <summary>The columns, of something that is called <c>e</c>.</summary>
    public const string Columns =
        """
        e.xid, e.position, e.stream, e.version, e.event_id, e.type, e.schema_version, e.tenant, e.recorded_at,
        e.personal, e.salt, e.personal_digest, e.data, e.metadata, e.hash
        """;

    /// <summary>How many they are: where one's own begin, if they come behind.</summary>
    public const int Count = 15;

    /// <summary>The columns, with those parts only that are wanted: the others are there, and empty.</summary>
    public static string ColumnsWith(EventParts parts)
    {
        var columns = Columns;
        if (!parts.HasFlag(EventParts.Personal))
            columns = columns.Replace("e.personal, e.salt, e.personal_digest", "null::jsonb, null::bytea, null::bytea", StringComparison.Ordinal);
        if (!parts.HasFlag(EventParts.Metadata))
            columns = columns.Replace("e.metadata", "'{}'::jsonb", StringComparison.Ordinal);
        return parts.HasFlag(EventParts.Hash) ? columns : columns.Replace("e.hash", "''::bytea", StringComparison.Ordinal);
    }

    readonly RepeatedTexts types = new();
    readonly RepeatedTexts tenants = new();
    StreamId? stream;

    /// <summary>The event of the row that the reader stands on.</summary>
    /// <param name="row">The reader.</param>
    /// <param name="first">The number of the first of the columns.</param>
    public RecordedEvent Read(NpgsqlDataReader row, int first = 0)
    {
        ArgumentNullException.ThrowIfNull(row);
        // Where the rows come stream by stream, most are of the same one as the row before.
        var name = row.GetString(first + 2);
        if (stream?.ToString() != name)
            stream = StreamId.Stored(name);
        return Read(row, first, stream);
    }

    internal static bool IsMissing(NpgsqlDataReader row, int first) => row.IsDBNull(first);

    internal RecordedEvent Read(NpgsqlDataReader row, int first, StreamId stream)
    {
        // In the order of the columns: the reader goes along a row, and begins anew to go back.
        var (place, version, eventId) = (new GlobalCheckpoint(row.GetFieldValue<ulong>(first), row.GetInt64(first + 1)), row.GetInt64(first + 3), row.GetGuid(first + 4));
        var (type, schemaVersion, tenant) = (types.Read(row, first + 5), row.GetInt32(first + 6), tenants.Read(row, first + 7));
        var (recordedAt, personal) = (row.GetFieldValue<DateTimeOffset>(first + 8), ReadPersonal(row, first + 9));
        var (data, metadata, hash) = RowBytes.Read(row, first + 12);
        return new RecordedEvent
        {
            Checkpoint = place,
            Stream = stream,
            Version = version,
            EventId = eventId,
            Type = type,
            SchemaVersion = schemaVersion,
            Data = data,
            Personal = personal,
            MetadataJson = metadata,
            Tenant = tenant,
            RecordedAt = recordedAt,
            Hash = hash,
        };
    }

    static PersonalData? ReadPersonal(NpgsqlDataReader row, int first)
    {
        if (row.IsDBNull(first + 2))
            return null;
        var digest = row.GetFieldValue<byte[]>(first + 2);
        return row.IsDBNull(first)
            ? new PersonalData { Digest = digest }
            : new PersonalData { Value = row.GetFieldValue<byte[]>(first), Salt = row.GetFieldValue<byte[]>(first + 1), Digest = digest };
    }
}
