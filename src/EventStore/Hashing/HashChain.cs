using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sagas.EventStore;

/// <summary>
/// Ties every event of a stream to all before it, so that a change made behind the store's back shows. A link is the SHA-256 of:
/// the previous link (32 bytes, zeros at first), the stream's name and the event's type (each UTF-8 after its length), version,
/// event id, schema version, the digest of the canonical data and the digest of the salted personal data. Integers are
/// big-endian. Metadata, tenant and time are not part of it.
/// </summary>
public static class HashChain
{
    /// <summary>What the first event of a stream is tied to: 32 zero bytes.</summary>
    public static ReadOnlyMemory<byte> Genesis { get; } = new byte[SHA256.HashSizeInBytes];

    /// <summary>Checks a whole stream, read forwards from version 1.</summary>
    /// <param name="stream">The events of one stream.</param>
    /// <param name="head">The stream's head, when a tail that was cut off is to show too.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The first event that does not fit, or null when all fit.</returns>
    public static async Task<BrokenLink?> VerifyAsync(
        IAsyncEnumerable<RecordedEvent> stream,
        StreamHead? head = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var walk = new ChainWalk();
        await foreach (var recorded in stream.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (walk.Next(recorded) is { } broken)
                return broken;
        }

        return head is null || walk.StandsAt(head) ? null : walk.NotLeadingTo(head.Stream);
    }

    internal static byte[] Digest(ReadOnlyMemory<byte> salt, ReadOnlyMemory<byte> json)
    {
        var digest = new byte[SHA256.HashSizeInBytes];
        Digest(salt.Span, json.Span, digest);
        return digest;
    }

    internal static byte[] Link(
        ReadOnlyMemory<byte> previous,
        StreamId stream,
        long version,
        Guid eventId,
        string type,
        int schemaVersion,
        ReadOnlyMemory<byte> data,
        ReadOnlyMemory<byte> personalDigest)
    {
        Span<byte> dataDigest = stackalloc byte[SHA256.HashSizeInBytes];
        Digest(salt: default, data.Span, dataDigest);

        var link = ScratchBuffer.Empty();
        link.Write(previous.Span);
        WriteText(stream.ToString(), link);
        BinaryPrimitives.WriteInt64BigEndian(link.GetSpan(sizeof(long)), version);
        link.Advance(sizeof(long));
        eventId.TryWriteBytes(link.GetSpan(16), bigEndian: true, out var written);
        link.Advance(written);
        WriteText(type, link);
        WriteInt(schemaVersion, link);
        link.Write(dataDigest);
        link.Write(personalDigest.Span);
        return SHA256.HashData(link.Written);
    }

    internal static string? WhatIsWrong(RecordedEvent recorded, long version, ReadOnlyMemory<byte> previous)
    {
        if (recorded.Version != version + 1)
            return "its predecessor is missing";

        var personal = recorded.Personal;
        if (personal is { IsErased: false } && !Digest(personal.Salt, personal.Value).AsSpan().SequenceEqual(personal.Digest.Span))
            return "its personal data is not what was appended";

        var link = Link(
            previous,
            recorded.Stream,
            recorded.Version,
            recorded.EventId,
            recorded.Type,
            recorded.SchemaVersion,
            recorded.Data,
            personal is null ? default : personal.Digest);
        return link.AsSpan().SequenceEqual(recorded.Hash.Span) ? null : "its content or its predecessor is not what was appended";
    }

    static void Digest(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> json, Span<byte> digest)
    {
        var canonical = ScratchBuffer.Empty();
        canonical.Write(salt);
        CanonicalJson.Write(json, canonical);
        SHA256.HashData(canonical.Written, digest);
    }

    static void WriteText(string text, ScratchBuffer output)
    {
        WriteInt(Encoding.UTF8.GetByteCount(text), output);
        Encoding.UTF8.GetBytes(text, output);
    }

    static void WriteInt(int number, ScratchBuffer output)
    {
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(sizeof(int)), number);
        output.Advance(sizeof(int));
    }
}
