using System.Runtime.CompilerServices;
using Npgsql;

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
        $"select {EventRows.Columns} from recorded_events e where e.stream = $1 and e.version >= $2 order by e.version limit $3";

    const string BackwardPage =
        $"select {EventRows.Columns} from recorded_events e where e.stream = $1 and e.version <= $2 order by e.version desc limit $3";

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
    public Task<FoldedStream<TState>> FoldAsync<TState, TEvent>(
        StreamId stream, Fold<TState, TEvent> fold, StreamMoment? until = null, CancellationToken cancellationToken = default)
        where TEvent : class =>
        new UnlockedFold<TState, TEvent>(dataSource, stream, fold).RunAsync(until, cancellationToken);

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
        var types = filter.Types is null ? "" : " and e.type = any($3)";
        var tenant = filter.Tenant is null ? "" : $" and e.tenant = ${(filter.Types is null ? 3 : 4)}";
        if (filter.Tenant is not (null or StreamAppend.DefaultTenant))
            tenant += $" and e.tenant <> '{StreamAppend.DefaultTenant}'";
        var page = EventFeed.After(EventFeed.Page(PageSize, types + tenant), checkpoint);
        if (filter.Types is not null)
            page.With(filter.Types.ToArray());
        return filter.Tenant is null ? page : page.With(filter.Tenant);
    }

    // A page is read to its end before its first event is handed out: a slow reader holds neither a connection nor a snapshot.
    async IAsyncEnumerable<RecordedEvent> PagesAsync(
        Func<RecordedEvent?, NpgsqlBatchCommand> pageAfter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = new EventRows();
        List<RecordedEvent> page = [];
        do
        {
            page = await dataSource.ReadAsync(pageAfter(page is [.., var last] ? last : null), row => rows.Read(row), cancellationToken).ConfigureAwait(false);
            foreach (var recorded in page)
                yield return recorded;
        }
        while (page.Count == PageSize);
    }
}
