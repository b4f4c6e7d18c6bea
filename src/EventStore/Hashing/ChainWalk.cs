namespace Sagas.EventStore;

/// <summary>Goes along the chain of one stream, from its first event, and stops at the first that does not fit.</summary>
struct ChainWalk()
{
    ReadOnlyMemory<byte> hash = HashChain.Genesis;

    internal long Version { get; private set; }

    /// <summary>The next event; null when it fits.</summary>
    internal BrokenLink? Next(RecordedEvent recorded)
    {
        if (HashChain.WhatIsWrong(recorded, Version, hash) is { } why)
            return new BrokenLink(recorded.Stream, recorded.Version, why);
        (Version, hash) = (recorded.Version, recorded.Hash);
        return null;
    }

    internal readonly bool StandsAt(StreamHead head) => head.Version == Version && head.Hash.Span.SequenceEqual(hash.Span);

    internal readonly BrokenLink NotLeadingTo(StreamId head) => new(head, Version + 1, "the events do not lead up to the stream's head");
}
