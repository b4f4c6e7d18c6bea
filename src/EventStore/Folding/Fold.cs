using System.Text.Json;

namespace Sagas.EventStore;

/// <summary>Rebuilds a state from a stream: the initial state, and what each event makes of it.</summary>
/// <typeparam name="TState">An immutable state that JSON can hold.</typeparam>
/// <typeparam name="TEvent">The base type of the stream's events.</typeparam>
public sealed class Fold<TState, TEvent>
    where TEvent : class
{
    readonly EventSerializer serializer;
    readonly TState initial;
    readonly Func<TState, TEvent, TState> evolve;
    readonly int snapshotEvery;

    /// <summary>Describes the fold.</summary>
    /// <param name="serializer">Reads the events.</param>
    /// <param name="initial">The state before the first event.</param>
    /// <param name="evolve">The state after one more event. Pure.</param>
    /// <param name="foldVersion">Raise it whenever <paramref name="evolve" /> yields something else for the same events.</param>
    /// <param name="snapshotEvery">How many events make a new snapshot worth its write.</param>
    public Fold(EventSerializer serializer, TState initial, Func<TState, TEvent, TState> evolve, int foldVersion, int snapshotEvery = 50)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        ArgumentOutOfRangeException.ThrowIfLessThan(snapshotEvery, 1);
        (this.serializer, this.initial, this.evolve, this.snapshotEvery) = (serializer, initial, evolve, snapshotEvery);
        Stamp = SnapshotStamp.Of<TState, TEvent>(serializer.Types, foldVersion);
    }

    /// <summary>
    /// What its snapshots carry: the fold's version with a digest of the state's shape and the event types' versions. Load with it.
    /// </summary>
    public string Stamp { get; }

    /// <summary>The state of a stream.</summary>
    /// <exception cref="UnreadableEventException">An event has no path to today's type.</exception>
    public StreamState<TState> Rebuild(LoadedStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (stream.Snapshot is { } other && other.Stamp != Stamp)
            throw new ArgumentException($"{stream.Stream} was loaded with a snapshot of another fold. Load it with this fold's stamp.", nameof(stream));

        var start = stream.Snapshot is { } snapshot
            ? new StreamState<TState>(JsonSerializer.Deserialize<TState>(snapshot.State.Span, serializer.Types.Json)!, snapshot.Version)
            : Beginning;
        return stream.Tail.Aggregate(start, Advance);
    }

    /// <summary>The state after more events.</summary>
    public StreamState<TState> Advance(StreamState<TState> current, IEnumerable<TEvent> events)
    {
        ArgumentNullException.ThrowIfNull(current);
        return events.Aggregate(current, Advance);
    }

    /// <summary>The snapshot to save once the append has committed; null while the last one is recent enough.</summary>
    /// <param name="loaded">The stream before the append.</param>
    /// <param name="current">The state after it.</param>
    public StreamSnapshot? SnapshotIfDue(LoadedStream loaded, StreamState<TState> current)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(current);
        return IsSnapshotDue(loaded, current.Version) ? Snapshot(loaded.Stream, current) : null;
    }

    internal StreamState<TState> Beginning => new(initial, 0);

    internal StreamState<TState> Advance(StreamState<TState> current, RecordedEvent next) => Advance(current, (TEvent)serializer.Deserialize(next));

    internal bool IsSnapshotDue(LoadedStream loaded, long version) => version - (loaded.Snapshot?.Version ?? 0) >= snapshotEvery;

    internal StreamSnapshot Snapshot(StreamId stream, StreamState<TState> state) =>
        new(stream, state.Version, JsonSerializer.SerializeToUtf8Bytes(state.State, serializer.Types.Json), Stamp);

    StreamState<TState> Advance(StreamState<TState> current, TEvent next) => new(evolve(current.State, next), current.Version + 1);
}
