using System.Globalization;

namespace Sagas.EventStore;

/// <summary>
/// A stream as one moment saw it: its head, the newest usable snapshot and every event after that. It cannot be made of parts
/// that do not fit together.
/// </summary>
public sealed record LoadedStream
{
    /// <summary>Puts the parts together.</summary>
    /// <exception cref="CorruptStreamException">Snapshot and events do not lead up to the head.</exception>
    public LoadedStream(StreamHead head, StreamSnapshot? snapshot, IReadOnlyList<RecordedEvent> tail)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(tail);
        Head = head;
        Snapshot = snapshot;
        Tail = tail;

        var version = snapshot?.Version ?? 0;
        foreach (var recorded in tail)
        {
            if (recorded.Version != ++version)
                throw Corrupt($"where event {version} belongs, event {recorded.Version} was found");
        }

        if (version != head.Version)
            throw Corrupt($"its events end at {version}");
        if (tail.Count > 0 && !tail[^1].Hash.Span.SequenceEqual(head.Hash.Span))
            throw Corrupt($"the hash of its last event is not the head's");
    }

    /// <summary>The stream.</summary>
    public StreamId Stream => Head.Stream;

    /// <summary>The version of the last event; zero when the stream does not exist.</summary>
    public long Version => Head.Version;

    /// <summary>What an append goes behind.</summary>
    public StreamHead Head { get; }

    /// <summary>The newest snapshot that carries the stamp asked for.</summary>
    public StreamSnapshot? Snapshot { get; }

    /// <summary>The events after the snapshot, or all of them.</summary>
    public IReadOnlyList<RecordedEvent> Tail { get; }

    CorruptStreamException Corrupt(FormattableString finding) =>
        new(Stream, $"Stream {Stream} is at version {Head.Version}, but {finding.ToString(CultureInfo.InvariantCulture)}. Verify its hash chain and compare it with a backup.");
}
