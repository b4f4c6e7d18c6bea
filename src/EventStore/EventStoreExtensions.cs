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
}
