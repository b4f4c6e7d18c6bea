using System.Globalization;
using Npgsql;
using Sagas.EventStore;

namespace Sagas.Projections;

/// <summary>All streams in pages, in the order of their names, each up to a place in the order of all events. The page after the one that was taken is being read meanwhile.</summary>
/// <param name="dataSource">The event store's database.</param>
/// <param name="needs">The parts of events that are wanted.</param>
/// <param name="pageSize">The most events of a page.</param>
/// <param name="upTo">The last place that is wanted.</param>
/// <param name="after">Where the pages begin.</param>
sealed class StreamPages(NpgsqlDataSource dataSource, EventParts needs, int pageSize, GlobalCheckpoint upTo, StreamPlace after) : IAsyncDisposable
{
    // Where to begin is hidden from the planner, so that one plan is for all pages.
    readonly string _page = string.Create(CultureInfo.InvariantCulture,
        $"""
        select {EventRows.ColumnsWith(needs)} from recorded_events e
        where (e.stream, e.version) > ((select $1), (select $2)) and (e.xid, e.position) <= ((select $3), (select $4))
        order by e.stream, e.version limit {pageSize}
        """);

    Task<List<RecordedEvent>>? _reading;

    /// <returns>The events of some whole streams, or a part of one that is longer than a page; empty after the last one.</returns>
    internal async Task<List<RecordedEvent>> NextAsync(CancellationToken cancellationToken)
    {
        var read = await (_reading ?? ReadAsync(after, cancellationToken)).ConfigureAwait(false);
        var (isLast, page) = (read.Count < pageSize, WholeStreams(read));
        _reading = isLast ? Task.FromResult<List<RecordedEvent>>([]) : ReadAsync(StreamPlace.Of(page[^1]), cancellationToken);
        return page;
    }

    /// <summary>Until nothing is being read any more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_reading is not null)
            await ((Task)_reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // What a page ends in the middle of begins the next one, unless it is all of the page: rows of a part would have to be loaded and changed with the rest.
    List<RecordedEvent> WholeStreams(List<RecordedEvent> page)
    {
        var whole = page.Count < pageSize ? page.Count : page.FindLastIndex(recorded => recorded.Stream != page[^1].Stream) + 1;
        return whole == 0 ? page : page[..whole];
    }

    async Task<List<RecordedEvent>> ReadAsync(StreamPlace place, CancellationToken cancellationToken)
    {
        var batch = dataSource.CreateBatch();
        await using var disposing = batch.ConfigureAwait(false);
        // The last page passes over all that has come since the replay began, and a replay can have been interrupted for long.
        batch.Timeout = 0;
        var reader = await batch.ReadInOrderAsync(new NpgsqlBatchCommand(_page).With(place.Stream).With(place.Version).With(upTo), cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var (rows, events) = (new EventRows(), new List<RecordedEvent>(pageSize));
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            events.Add(rows.Read(reader));
        return events;
    }
}

/// <summary>An event of a stream, or before the first one.</summary>
readonly record struct StreamPlace(string Stream, long Version)
{
    internal static StreamPlace Of(RecordedEvent recorded) => new(recorded.Stream.ToString(), recorded.Version);
}
