using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sagas.EventStore.Benchmark.Floor;

/// <summary>The link of the hash chain by hand, for events without personal data whose JSON is canonical as it was written.</summary>
static class HandWrittenChain
{
    static readonly byte[] TypeName = Encoding.UTF8.GetBytes(ParcelMoved.StoredName);

    public static byte[] Link(ReadOnlySpan<byte> previous, string stream, long version, Guid eventId, byte[] data)
    {
        Span<byte> link = stackalloc byte[256];
        var length = 0;
        previous.CopyTo(link);
        length += previous.Length;
        var written = Encoding.UTF8.GetBytes(stream, link[(length + 4)..]);
        BinaryPrimitives.WriteInt32BigEndian(link[length..], written);
        length += 4 + written;
        BinaryPrimitives.WriteInt64BigEndian(link[length..], version);
        length += 8;
        eventId.TryWriteBytes(link[length..], bigEndian: true, out _);
        length += 16;
        BinaryPrimitives.WriteInt32BigEndian(link[length..], TypeName.Length);
        TypeName.CopyTo(link[(length + 4)..]);
        length += 4 + TypeName.Length;
        BinaryPrimitives.WriteInt32BigEndian(link[length..], 1);
        length += 4;
        length += SHA256.HashData(data, link[length..]);
        return SHA256.HashData(link[..length]);
    }
}
