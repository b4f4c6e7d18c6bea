using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace Sagas.EventStore;

/// <summary>
/// The store on PostgreSQL, on connections and transactions of its own. Let the data source prepare automatically
/// (<c>Max Auto Prepare</c>). To take part in a transaction of somebody else's, use <see cref="StreamLoadStatements" /> and
/// <see cref="StreamAppendStatements" />.
/// </summary>
public sealed class PostgresEventStore(NpgsqlDataSource dataSource, TimeProvider time) : IEventStore
{
    const int PageSize = 500;

    const string ForwardPage =
        $"select {EventRow.Columns} from recorded_events e where e.stream = $1 and e.version >= $2 order by e.version limit $3";

    const string BackwardPage =
        $"select {EventRow.Columns} from recorded_events e where e.stream = $1 and e.version <= $2 order by e.version desc limit $3";

    // Below the oldest open transaction everything is decided: what is not visible now will never be. Every event that is still to
    // be committed has an xid of at least that, because it has at least its own transaction's.
    const string GlobalPage =
        $"""
        select {EventRow.Columns} from recorded_events e
        where (e.xid, e.position) > ($1, $2) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
        """;

    const string InGlobalOrder = " order by e.xid, e.position limit ";

    readonly AppendTransaction append = new(dataSource, time);
    readonly SnapshotTable snapshots = new(dataSource, time);

    /// <inheritdoc />
    public Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<StreamAppend> appends, CancellationToken cancellationToken = default) =>
        append.RunAsync(appends, cancellationToken);

    /// <inheritdoc />
    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(StreamId stream, long fromVersion = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return PagesAsync(
            last => Statement.Of(ForwardPage).With(stream.ToString()).With(last is null ? fromVersion : last.Version + 1).With(PageSize),
            cancellationToken);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<RecordedEvent> ReadStreamBackwardsAsync(
        StreamId stream,
        long fromVersion = long.MaxValue,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return PagesAsync(
            last => Statement.Of(BackwardPage).With(stream.ToString()).With(last is null ? fromVersion : last.Version - 1).With(PageSize),
            cancellationToken);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<RecordedEvent> ReadAllAsync(GlobalCheckpoint after, EventFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return PagesAsync(last => After(last?.Checkpoint ?? after, filter), cancellationToken);
    }

    /// <inheritdoc />
    public Task<LoadedStream> LoadAsync(StreamId stream, string? stamp = null, CancellationToken cancellationToken = default) =>
        UnlockedLoad.RunAsync(dataSource, new StreamLoad(stream, stamp), cancellationToken);

    /// <inheritdoc />
    public Task SaveSnapshotAsync(StreamSnapshot snapshot, CancellationToken cancellationToken = default) =>
        snapshots.SaveAsync(snapshot, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<StreamSnapshot>> SampleSnapshotsAsync(string stamp, int count, CancellationToken cancellationToken = default) =>
        snapshots.SampleAsync(stamp, count, cancellationToken);

    /// <inheritdoc />
    public Task DiscardSnapshotAsync(StreamSnapshot snapshot, CancellationToken cancellationToken = default) =>
        snapshots.DiscardAsync(snapshot, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredEventType>> ListEventTypesAsync(CancellationToken cancellationToken = default) =>
        StoredEventTypes.ListAsync(dataSource, cancellationToken);

    // Each kind of filter is a statement of its own, which PostgreSQL plans for itself: a rare type through its index, a common one through the order. The tenants' index
    // leaves out the default one, and serves a statement that says so, too.
    static NpgsqlBatchCommand After(GlobalCheckpoint checkpoint, EventFilter filter)
    {
        var types = filter.Types is null ? "" : " and e.type = any($4)";
        var tenant = filter.Tenant is null ? "" : $" and e.tenant = ${(filter.Types is null ? 4 : 5)}";
        if (filter.Tenant is not (null or "default"))
            tenant += " and e.tenant <> 'default'";
        var page = Statement.Of($"{GlobalPage}{types}{tenant}{InGlobalOrder}$3")
            .With(checkpoint.Xid, NpgsqlDbType.Xid8)
            .With(checkpoint.Position)
            .With(PageSize);
        if (filter.Types is not null)
            page.With(filter.Types.ToArray());
        return filter.Tenant is null ? page : page.With(filter.Tenant);
    }

    // A page is read to its end before its first event is handed out: a slow reader holds neither a connection nor a snapshot.
    async IAsyncEnumerable<RecordedEvent> PagesAsync(
        Func<RecordedEvent?, NpgsqlBatchCommand> pageAfter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<RecordedEvent> page = [];
        do
        {
            page = await dataSource.ReadAsync(pageAfter(page is [.., var last] ? last : null), row => EventRow.Read(row), cancellationToken).ConfigureAwait(false);
            foreach (var recorded in page)
                yield return recorded;
        }
        while (page.Count == PageSize);
    }
}
