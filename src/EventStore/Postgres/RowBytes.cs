using Npgsql;

namespace Sagas.EventStore;

/// <summary>What an event has of bytes, in one array: as one for each, they would be most of what a long stream leaves to the garbage collector.</summary>
static class RowBytes
{
    // jsonb comes with its protocol's version before the text. There has only ever been this one.
    const byte JsonbVersion = 1;

    internal static (ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> Metadata, ReadOnlyMemory<byte> Hash) Read(NpgsqlDataReader row, int data, int metadata, int hash)
    {
        var (dataLength, metadataLength, hashLength) = (LengthOf(row, data), LengthOf(row, metadata), LengthOf(row, hash));
        var bytes = new byte[dataLength + metadataLength + hashLength];
        row.GetBytes(data, 0, bytes, 0, dataLength);
        row.GetBytes(metadata, 0, bytes, dataLength, metadataLength);
        row.GetBytes(hash, 0, bytes, dataLength + metadataLength, hashLength);
        return (Json(bytes, 0, dataLength), Json(bytes, dataLength, metadataLength), bytes.AsMemory(dataLength + metadataLength, hashLength));
    }

    static int LengthOf(NpgsqlDataReader row, int column) => (int)row.GetBytes(column, 0, null, 0, 0);

    static ReadOnlyMemory<byte> Json(byte[] bytes, int start, int length) => bytes[start] == JsonbVersion
        ? bytes.AsMemory(start + 1, length - 1)
        : throw new NotSupportedException("The server sends jsonb in a format that this release does not know. Take one that does.");
}
