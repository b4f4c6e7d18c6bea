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
        e.xid, e.position, e.stream, e.version, e.event_id, e.type, e.schema_version, e.data,
        e.personal, e.salt, e.personal_digest, e.metadata, e.tenant, e.recorded_at, e.hash
        """;

    /// <summary>How many they are: where one's own begin, if they come behind.</summary>
    public const int Count = 15;

    readonly RepeatedTexts types = new();
    readonly RepeatedTexts tenants = new();

    /// <summary>The event of the row that the reader stands on.</summary>
    /// <param name="row">The reader.</param>
    /// <param name="first">The number of the first of the columns.</param>
    public RecordedEvent Read(NpgsqlDataReader row, int first = 0)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Read(row, first, StreamId.Stored(row.GetString(first + 2)));
    }

    internal static bool IsMissing(NpgsqlDataReader row, int first) => row.IsDBNull(first);

    internal RecordedEvent Read(NpgsqlDataReader row, int first, StreamId stream)
    {
        var (data, metadata, hash) = RowBytes.Read(row, first + 7, first + 11, first + 14);
        return new RecordedEvent
        {
            Checkpoint = new GlobalCheckpoint(row.GetFieldValue<ulong>(first), row.GetInt64(first + 1)),
            Stream = stream,
            Version = row.GetInt64(first + 3),
            EventId = row.GetGuid(first + 4),
            Type = types.Read(row, first + 5),
            SchemaVersion = row.GetInt32(first + 6),
            Data = data,
            Personal = ReadPersonal(row, first + 8),
            MetadataJson = metadata,
            Tenant = tenants.Read(row, first + 12),
            RecordedAt = row.GetFieldValue<DateTimeOffset>(first + 13),
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
