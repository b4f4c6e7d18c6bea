using System.Security.Cryptography;

namespace Sagas.EventStore;

/// <summary>An event with its place in the stream and its link of the hash chain.</summary>
sealed record LinkedEvent(EventData Event, byte[] Metadata, long Version, byte[] Hash, byte[]? Salt, byte[]? PersonalDigest)
{
    const int SaltLength = 16;

    internal ReadOnlyMemory<byte>? Personal => Event.Personal.IsEmpty ? default(ReadOnlyMemory<byte>?) : Event.Personal;

    /// <summary>An event that is tied to the one before it in its stream.</summary>
    /// <param name="head">Where the stream is.</param>
    /// <param name="appended">The event.</param>
    /// <param name="other">Some other event that may have the same metadata, as events of one decision have.</param>
    internal static LinkedEvent Behind(StreamHead head, EventData appended, LinkedEvent? other) =>
        Link(head.Stream, head.Version, head.Hash, appended, MetadataOf(appended, other));

    /// <summary>The events of one append, each tied to the one before.</summary>
    internal static LinkedEvent[] Behind(StreamHead head, IReadOnlyList<EventData> appended)
    {
        var linked = new LinkedEvent[appended.Count];
        var (version, hash) = (head.Version, head.Hash);
        for (var i = 0; i < linked.Length; i++)
        {
            linked[i] = Link(head.Stream, version, hash, appended[i], MetadataOf(appended[i], i > 0 ? linked[i - 1] : null));
            (version, hash) = (linked[i].Version, linked[i].Hash);
        }

        return linked;
    }

    static LinkedEvent Link(StreamId stream, long before, ReadOnlyMemory<byte> previous, EventData appended, byte[] metadata)
    {
        var salt = appended.Personal.IsEmpty ? null : RandomNumberGenerator.GetBytes(SaltLength);
        var personalDigest = salt is null ? null : HashChain.Digest(salt, appended.Personal);
        var hash = HashChain.Link(previous, stream, before + 1, appended.EventId, appended.Type, appended.SchemaVersion, appended.Data, personalDigest);
        return new LinkedEvent(appended, metadata, before + 1, hash, salt, personalDigest);
    }

    // Mostly one decision is behind several of them.
    static byte[] MetadataOf(EventData appended, LinkedEvent? other) =>
        other is not null && ReferenceEquals(appended.Metadata, other.Event.Metadata) ? other.Metadata : MetadataOf(appended);

    // What jsonb can't hold is refused now, as it is of the data, and not by the database in the midst of a transaction. As text it always has a backslash.
    static byte[] MetadataOf(EventData appended)
    {
        var metadata = appended.Metadata.ToJson();
        if (metadata.Contains((byte)'\\'))
            _ = CanonicalJson.Of(metadata);
        return metadata;
    }
}
