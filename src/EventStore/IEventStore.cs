namespace Sagas.EventStore;

/// <summary>Streams of events: append with an expected version, read, and follow everything in one order.</summary>
public interface IEventStore
{
    /// <summary>Appends to one or several streams, all or nothing.</summary>
    /// <returns>One result per append, in their order. Events that are stored already are not written again: the first result is returned.</returns>
    /// <exception cref="VersionConflictException">A stream does not have the expected version.</exception>
    /// <exception cref="DuplicateEventException">An event id is stored already, but not by this append.</exception>
    /// <exception cref="ForeignTenantException">A stream belongs to another tenant.</exception>
    /// <exception cref="StreamArchivedException">A stream has ended and was archived.</exception>
    Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<StreamAppend> appends, CancellationToken cancellationToken = default);

    /// <summary>The events of a stream from a version on, in order, page by page. None when the stream does not exist.</summary>
    IAsyncEnumerable<RecordedEvent> ReadStreamAsync(StreamId stream, long fromVersion = 1, CancellationToken cancellationToken = default);

    /// <summary>The events of a stream from a version back to the first, page by page.</summary>
    IAsyncEnumerable<RecordedEvent> ReadStreamBackwardsAsync(
        StreamId stream,
        long fromVersion = long.MaxValue,
        CancellationToken cancellationToken = default);

    /// <summary>A stream as one moment saw it: for deciding what to append next.</summary>
    /// <param name="stream">The stream. When it does not exist, it loads as <see cref="StreamHead.None" /> of the default tenant.</param>
    /// <param name="stamp">The stamp of the snapshots that can be used, <see cref="Fold{TState,TEvent}.Stamp" />; null for none.</param>
    /// <param name="cancellationToken">Stops loading.</param>
    Task<LoadedStream> LoadAsync(StreamId stream, string? stamp = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// What a stream's events amount to, folded while they arrive: neither they nor what else is stored of them is kept, so that a long stream takes next to no memory. A
    /// connection is held meanwhile.
    /// </summary>
    /// <param name="stream">The stream. When it does not exist, it is the initial state, at <see cref="StreamHead.None" /> of the default tenant.</param>
    /// <param name="fold">Reads the events, and its own snapshots.</param>
    /// <param name="until">Where to stop, folding from the first event on and never from a snapshot; null for the stream as it stands.</param>
    /// <param name="cancellationToken">Stops folding.</param>
    /// <exception cref="CorruptStreamException">What is stored of the stream does not fit together.</exception>
    /// <exception cref="UnreadableEventException">An event has no path to today's type.</exception>
    Task<FoldedStream<TState>> FoldAsync<TState, TEvent>(
        StreamId stream, Fold<TState, TEvent> fold, StreamMoment? until = null, CancellationToken cancellationToken = default)
        where TEvent : class;

    /// <summary>Keeps a snapshot, unless it is ahead of the stream or a newer one with its stamp is kept.</summary>
    Task SaveSnapshotAsync(StreamSnapshot snapshot, CancellationToken cancellationToken = default);

    /// <summary>Some of the snapshots with a stamp, chosen at random.</summary>
    Task<IReadOnlyList<StreamSnapshot>> SampleSnapshotsAsync(string stamp, int count, CancellationToken cancellationToken = default);

    /// <summary>Deletes a snapshot, unless another has taken its place.</summary>
    Task DiscardSnapshotAsync(StreamSnapshot snapshot, CancellationToken cancellationToken = default);

    /// <summary>
    /// The events after a checkpoint that a filter admits, page by page, up to the oldest transaction that is still open: nothing can appear later before
    /// an event that was returned. Ends when it has caught up.
    /// </summary>
    IAsyncEnumerable<RecordedEvent> ReadAllAsync(GlobalCheckpoint after, EventFilter filter, CancellationToken cancellationToken = default);

    /// <summary>Every pair of type and schema version that is stored, for <see cref="EventTypeMap.Check" />.</summary>
    Task<IReadOnlyList<StoredEventType>> ListEventTypesAsync(CancellationToken cancellationToken = default);
}
