using System.Text;
using Npgsql;

namespace Sagas.EventStore;

/// <summary>
/// Makes events of rows that have only what a fold needs, in buffers that all rows share: but for the events themselves nothing is left to the garbage collector. Made once for a result.
/// </summary>
sealed class FoldRows(EventSerializer serializer, StreamId stream)
{
    // $3 is the last version that is asked for: the head's hash is compared with that event's, and the others' are not needed.
    internal const string Columns = "e.version, e.type, e.schema_version, e.data, e.personal, case when e.version = $3 then e.hash end";

    readonly List<(byte[] Name, int SchemaVersion, RegisteredType Type)> types = [];
    byte[] names = new byte[64], data = new byte[1024], personal = [];

    internal static long Version(NpgsqlDataReader row) => row.GetInt64(0);

    internal static byte[] Hash(NpgsqlDataReader row) => row.GetFieldValue<byte[]>(5);

    /// <exception cref="UnreadableEventException">It has no path to today's type.</exception>
    internal object Event(NpgsqlDataReader row)
    {
        var name = Read(row, 1, ref names);
        var schemaVersion = row.GetInt32(2);
        var type = Find(name, schemaVersion) ?? Add(name, schemaVersion, Version(row));
        return EventSerializer.Deserialize(
            type, schemaVersion, RowBytes.Json(Read(row, 3, ref data)), row.IsDBNull(4) ? default : RowBytes.Json(Read(row, 4, ref personal)));
    }

    RegisteredType? Find(ReadOnlySpan<byte> name, int schemaVersion)
    {
        foreach (var known in types)
        {
            if (known.SchemaVersion == schemaVersion && name.SequenceEqual(known.Name))
                return known.Type;
        }

        return null;
    }

    RegisteredType Add(ReadOnlySpan<byte> name, int schemaVersion, long version)
    {
        var type = serializer.Types.Of(Encoding.UTF8.GetString(name), schemaVersion, stream, version);
        types.Add((name.ToArray(), schemaVersion, type));
        return type;
    }

    // What fills the buffer may go on.
    static ReadOnlySpan<byte> Read(NpgsqlDataReader row, int column, ref byte[] buffer)
    {
        var length = (int)row.GetBytes(column, 0, buffer, 0, buffer.Length);
        if (length == buffer.Length && row.GetBytes(column, 0, null, 0, 0) is var whole && whole > length)
        {
            buffer = new byte[2 * whole];
            length = (int)row.GetBytes(column, 0, buffer, 0, buffer.Length);
        }

        return buffer.AsSpan(0, length);
    }
}
