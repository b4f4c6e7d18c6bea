using Npgsql;

namespace Sagas.EventStore;

/// <summary>What an event has of bytes, in one array: as one for each, they would be most of what a long stream leaves to the garbage collector.</summary>
static class RowBytes
{
    // jsonb comes with its protocol's version before the text. There has only ever been this one.
    const byte JsonbVersion = 1;

    /// <param name="row">The reader.</param>
    /// <param name="first">The column with the data. Metadata and hash are the next ones.</param>
    internal static (ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> Metadata, ReadOnlyMemory<byte> Hash) Read(NpgsqlDataReader row, int first)
    {
        var (data, metadata, hash) = (LengthOf(row, first), LengthOf(row, first + 1), LengthOf(row, first + 2));
        var bytes = new byte[data + metadata + hash];
        row.GetBytes(first, 0, bytes, 0, data);
        row.GetBytes(first + 1, 0, bytes, data, metadata);
        row.GetBytes(first + 2, 0, bytes, data + metadata, hash);
        return (Json(bytes, 0, data), Json(bytes, data, metadata), bytes.AsMemory(data + metadata, hash));
    }

    static int LengthOf(NpgsqlDataReader row, int column) => (int)row.GetBytes(column, 0, null, 0, 0);

    /// <summary>The text of a column of type jsonb.</summary>
    internal static ReadOnlySpan<byte> Json(ReadOnlySpan<byte> jsonb)
    {
        Check(jsonb[0]);
        return jsonb[1..];
    }

    static ReadOnlyMemory<byte> Json(byte[] bytes, int start, int length)
    {
        Check(bytes[start]);
        return bytes.AsMemory(start + 1, length - 1);
    }

    static void Check(byte version)
    {
        if (version != JsonbVersion)
            throw new NotSupportedException("The server sends jsonb in a format that this release does not know. Take one that does.");
    }
}
