using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Sagas.EventStore;

/// <summary>
/// All events in their one order, a page at a time, below the oldest open transaction: nothing can appear later before an event that was returned. For whoever keeps
/// checkpoints or shares the streams with others; <see cref="IEventStore.ReadAllAsync" /> reads page after page.
/// </summary>
/// <param name="dataSource">The event store's database.</param>
/// <param name="parts">What is wanted of the events.</param>
public sealed class EventFeed(NpgsqlDataSource dataSource, EventParts parts = EventParts.All)
{
    readonly string columns = EventRows.ColumnsWith(parts);

    /// <summary>
    /// Below the oldest open transaction everything is decided: what is not visible now will never be. Every event that is still to be committed has an xid of at least that,
    /// because it has at least its own transaction's. The place to begin at is hidden from the planner in subselects. Where it sees it, and many events are of one transaction,
    /// an import or a restored dump, it expects next to none behind that place, and would rather sort all that there are than read a page off the indexes. The limit
    /// is part of the text: one that it does not see would be a tenth of everything to it, and worth compiling first.
    /// </summary>
    internal const string Behind = "(e.xid, e.position) > ((select $1), (select $2)) and e.xid < pg_snapshot_xmin(pg_current_snapshot())";

    /// <summary>The page at <see cref="Behind" />.</summary>
    /// <param name="limit">How many events it has at most.</param>
    /// <param name="condition">What else is asked of them, with parameters from $3 on.</param>
    /// <param name="columns">What is read of each.</param>
    internal static string Page(int limit, string condition = "", string columns = EventRows.Columns) =>
        $"select {columns} from recorded_events e where {Behind}{condition} {InOrder(limit)}";

    // So many events in a row, whosever they are. Of those of other partitions only the last one is returned, for its place.
    internal static string PageOfPartitions(int limit, string columns = EventRows.Columns) =>
        $"""
        with page as materialized (
          select e.*, get_byte(sha256(convert_to(e.stream, 'UTF8')), 0) % $3 = any((select $4)::int[]) as wanted
          from recorded_events e where {Behind} {InOrder(limit)})
        select {columns}, e.wanted, (select count(*) from page) from page e
        where e.wanted or (e.xid, e.position) = (select l.xid, l.position from page l order by l.xid desc, l.position desc limit 1)
        order by e.xid, e.position
        """;

    static string InOrder(int limit) => string.Create(CultureInfo.InvariantCulture, $"order by e.xid, e.position limit {limit}");

    /// <summary>The next events after a checkpoint.</summary>
    /// <param name="after">Where to begin.</param>
    /// <param name="partitions">Whose events are wanted.</param>
    /// <param name="limit">How many events to look at, wanted or not.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<EventPage> ReadAsync(GlobalCheckpoint after, StreamPartitions partitions, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(partitions);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var rows = new EventRows();
        if (partitions.IsAll)
        {
            var events = await dataSource.ReadAsync(After(Page(limit, columns: columns), after), row => rows.Read(row), cancellationToken).ConfigureAwait(false);
            return new EventPage(events, events is [.., var last] ? last.Checkpoint : after, events.Count == limit);
        }

        var page = await dataSource.ReadAsync(
            After(PageOfPartitions(limit, columns), after).With(partitions.Of).With(partitions.Numbers.ToArray()),
            row => (Event: rows.Read(row), IsWanted: row.GetBoolean(EventRows.Count), Looked: row.GetInt64(EventRows.Count + 1)),
            cancellationToken).ConfigureAwait(false);
        return page is [.., var (end, _, looked)]
            ? new EventPage([.. page.Where(row => row.IsWanted).Select(row => row.Event)], end.Checkpoint, looked == limit)
            : new EventPage([], after, IsFull: false);
    }

    /// <summary>A page with its first two parameters.</summary>
    internal static NpgsqlBatchCommand After(string page, GlobalCheckpoint after) => Statement.Of(page).With(after.Xid, NpgsqlDbType.Xid8).With(after.Position);
}
