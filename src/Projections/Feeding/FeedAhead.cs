using Npgsql;
using Sagas.EventStore;

namespace Sagas.Projections;

/// <summary>Reads the next page of the feed while the one before it is applied. Events never change, and none comes before another that was read: a page that was read early is as good.</summary>
sealed class FeedAhead(EventFeed feed)
{
    (PageRequest Wanted, Task<FeedPage> Page)? _next;

    internal async Task<FeedPage> ReadAsync(PageRequest wanted, CancellationToken cancellationToken)
    {
        var page = await TakeAsync(wanted).ConfigureAwait(false) ?? await feed.ReadAsync(wanted, cancellationToken).ConfigureAwait(false);
        if (page is { IsFull: true, Through: { } through })
        {
            var next = wanted with { After = through };
            _next = (next, feed.ReadAsync(next, cancellationToken));
        }

        return page;
    }

    internal Task<bool> AnyAfterAsync(GlobalCheckpoint checkpoint, CancellationToken cancellationToken) => feed.AnyAfterAsync(checkpoint, cancellationToken);

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

    async Task<FeedPage?> TakeAsync(PageRequest wanted)
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
