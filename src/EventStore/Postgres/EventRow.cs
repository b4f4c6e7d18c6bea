using Npgsql;

namespace Sagas.EventStore;

/// <summary>Reads events from rows that select <see cref="Columns" />.</summary>
static class EventRow
{
    internal const string Columns =
        """
        e.xid, e.position, e.stream, e.version, e.event_id, e.type, e.schema_version, e.data,
        e.personal, e.salt, e.personal_digest, e.metadata, e.tenant, e.recorded_at, e.hash
        """;

    internal static bool IsMissing(NpgsqlDataReader row, int first) => row.IsDBNull(first);

    internal static RecordedEvent Read(NpgsqlDataReader row, int first = 0, StreamId? stream = null) => new()
    {
        Checkpoint = new GlobalCheckpoint(row.GetFieldValue<ulong>(first), row.GetInt64(first + 1)),
        Stream = stream ?? StreamId.Stored(row.GetString(first + 2)),
        Version = row.GetInt64(first + 3),
        EventId = row.GetGuid(first + 4),
        Type = row.GetString(first + 5),
        SchemaVersion = row.GetInt32(first + 6),
        Data = row.GetFieldValue<byte[]>(first + 7),
        Personal = ReadPersonal(row, first + 8),
        MetadataJson = row.GetFieldValue<byte[]>(first + 11),
        Tenant = row.GetString(first + 12),
        RecordedAt = row.GetFieldValue<DateTimeOffset>(first + 13),
        Hash = row.GetFieldValue<byte[]>(first + 14),
    };

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
