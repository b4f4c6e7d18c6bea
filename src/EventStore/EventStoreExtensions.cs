namespace Sagas.EventStore;

/// <summary>Shorter ways to use a store.</summary>
public static class EventStoreExtensions
{
    /// <summary>Appends to one stream.</summary>
    /// <inheritdoc cref="IEventStore.AppendAsync" />
    public static async Task<AppendResult> AppendAsync(this IEventStore store, StreamAppend append, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var results = await store.AppendAsync([append], cancellationToken).ConfigureAwait(false);
        return results[0];
    }

    /// <summary>
    /// All events after a checkpoint, page by page, up to the oldest transaction that is still open: nothing can appear later before
    /// an event that was returned. Ends when it has caught up.
    /// </summary>
    public static IAsyncEnumerable<RecordedEvent> ReadAllAsync(
        this IEventStore store,
        GlobalCheckpoint after,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.ReadAllAsync(after, EventFilter.All, cancellationToken);
    }
}
