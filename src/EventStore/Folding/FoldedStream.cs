namespace Sagas.EventStore;

/// <summary>A stream as one moment saw it, with what its events amount to.</summary>
/// <param name="Head">What an append goes behind, also where the fold stopped before it.</param>
/// <param name="Current">The state, and the last event folded into it.</param>
/// <param name="SnapshotVersion">Where the fold began: the version of a snapshot, or zero.</param>
public sealed record FoldedStream<TState>(StreamHead Head, StreamState<TState> Current, long SnapshotVersion)
{
    /// <summary>The state.</summary>
    public TState State => Current.State;

    /// <summary>The version of the last event folded into it; zero when there is none.</summary>
    public long Version => Current.Version;
}
