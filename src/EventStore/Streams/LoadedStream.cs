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

        var walk = new StreamWalk(head, snapshot?.Version ?? 0);
        foreach (var recorded in tail)
            walk.Next(recorded.Version);
        if (tail is [.., var last])
            walk.EndAtHead(last.Hash.Span);
        else
            walk.EndAt(head.Version);
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
}
