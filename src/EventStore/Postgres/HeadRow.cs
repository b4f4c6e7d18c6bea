using Npgsql;

namespace Sagas.EventStore;

/// <summary>Reads a head from a row that selects version, last_hash, tenant and whether it is archived, next to each other.</summary>
static class HeadRow
{
    internal static StreamHead Read(NpgsqlDataReader row, StreamId stream, int first) =>
        new(stream, row.GetInt64(first), row.GetFieldValue<byte[]>(first + 1), row.GetString(first + 2)) { IsArchived = row.GetBoolean(first + 3) };
}
