using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

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
    readonly JsonTypeInfo<TState> json;
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
        json = (JsonTypeInfo<TState>)serializer.Types.Json.GetTypeInfo(typeof(TState));
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

        var state = StartOf(stream.Snapshot);
        foreach (var recorded in stream.Tail)
            state = Evolve(state, serializer.Deserialize(recorded));
        return new StreamState<TState>(state, stream.Version);
    }

    /// <summary>The state after more events.</summary>
    public StreamState<TState> Advance(StreamState<TState> current, IEnumerable<TEvent> events)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(events);
        var (state, version) = current;
        foreach (var next in events)
            (state, version) = (evolve(state, next), version + 1);
        return new StreamState<TState>(state, version);
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

    /// <summary>The snapshot to save once the append has committed; null while the last one is recent enough.</summary>
    /// <param name="folded">The stream before the append.</param>
    /// <param name="current">The state after it.</param>
    public StreamSnapshot? SnapshotIfDue(FoldedStream<TState> folded, StreamState<TState> current)
    {
        ArgumentNullException.ThrowIfNull(folded);
        ArgumentNullException.ThrowIfNull(current);
        return IsSnapshotDue(folded.SnapshotVersion, current.Version) ? Snapshot(folded.Head.Stream, current) : null;
    }

    internal EventSerializer Serializer => serializer;

    /// <summary>The state of a snapshot, or before the first event.</summary>
    internal TState StartOf(StreamSnapshot? snapshot) => snapshot is null ? initial : JsonSerializer.Deserialize(snapshot.State.Span, json)!;

    internal TState Evolve(TState state, object next) => evolve(state, (TEvent)next);

    internal bool IsSnapshotDue(LoadedStream loaded, long version) => IsSnapshotDue(loaded.Snapshot?.Version ?? 0, version);

    internal StreamSnapshot Snapshot(StreamId stream, StreamState<TState> state) =>
        new(stream, state.Version, JsonSerializer.SerializeToUtf8Bytes(state.State, json), Stamp);

    bool IsSnapshotDue(long last, long version) => version - last >= snapshotEvery;
}
