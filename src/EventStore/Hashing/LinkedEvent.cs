using System.Security.Cryptography;

namespace Sagas.EventStore;

/// <summary>An event with its place in the stream and its link of the hash chain.</summary>
sealed record LinkedEvent(EventData Event, byte[] Metadata, long Version, byte[] Hash, byte[]? Salt, byte[]? PersonalDigest)
{
    const int SaltLength = 16;

    internal ReadOnlyMemory<byte>? Personal => Event.Personal.IsEmpty ? default(ReadOnlyMemory<byte>?) : Event.Personal;

    internal static LinkedEvent Behind(StreamHead head, EventData appended)
    {
        var salt = appended.Personal.IsEmpty ? null : RandomNumberGenerator.GetBytes(SaltLength);
        var personalDigest = salt is null ? null : HashChain.Digest(salt, appended.Personal);
        var metadata = appended.Metadata.ToJson();
        // What jsonb can't hold is refused now, as it is of the data, and not by the database in the midst of a transaction. As text it always has a backslash.
        if (metadata.Contains((byte)'\\'))
            _ = CanonicalJson.Of(metadata);
        var version = head.Version + 1;
        var hash = HashChain.Link(
            head.Hash,
            head.Stream,
            version,
            appended.EventId,
            appended.Type,
            appended.SchemaVersion,
            HashChain.Digest(appended.Data),
            personalDigest);
        return new LinkedEvent(appended, metadata, version, hash, salt, personalDigest);
    }
}
