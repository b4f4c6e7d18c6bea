using Npgsql;

namespace Sagas.EventStore;

/// <summary>Reads heads from rows that select <see cref="Columns" />.</summary>
static class HeadRow
{
    internal const string Columns = "h.version, h.last_hash, h.tenant, h.archived_at is not null";

    internal static StreamHead Read(NpgsqlDataReader row, StreamId stream, int first) =>
        new(stream, row.GetInt64(first), row.GetFieldValue<byte[]>(first + 1), row.GetString(first + 2)) { IsArchived = row.GetBoolean(first + 3) };
}
