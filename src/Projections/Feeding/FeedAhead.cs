using Npgsql;
using Sagas.EventStore;

namespace Sagas.Projections;

/// <summary>Reads the next page of the feed while the one before it is applied. Events never change, and none comes before another that was read: a page that was read early is as good.</summary>
sealed class FeedAhead(EventFeed feed)
{
    (PageRequest Wanted, Task<EventPage> Page)? _next;

    internal async Task<EventPage> ReadAsync(PageRequest wanted, CancellationToken cancellationToken)
    {
        var page = await TakeAsync(wanted).ConfigureAwait(false) ?? await ReadPageAsync(wanted, cancellationToken).ConfigureAwait(false);
        if (page.IsFull)
        {
            var next = wanted with { After = page.Through };
            _next = (next, ReadPageAsync(next, cancellationToken));
        }

        return page;
    }

    /// <summary>Until nothing is being read any more.</summary>
    internal async Task StopAsync()
    {
        if (_next is not { } ahead)
            return;
        _next = null;
        try
        {
            await ahead.Page.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
        {
            // Nobody wants it.
        }
    }

    async Task<EventPage> ReadPageAsync(PageRequest wanted, CancellationToken cancellationToken) => wanted.Cut(
        await feed.ReadAsync(wanted.After, new StreamPartitions(Partition.All, wanted.Partitions), wanted.Limit, cancellationToken).ConfigureAwait(false));

    async Task<EventPage?> TakeAsync(PageRequest wanted)
    {
        if (_next is not { } ahead)
            return null;
        if (!ahead.Wanted.IsSameAs(wanted))
        {
            await StopAsync().ConfigureAwait(false);
            return null;
        }

        _next = null;
        return await ahead.Page.ConfigureAwait(false);
    }
}
