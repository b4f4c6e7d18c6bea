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

    // Skips from pair to pair through the tables' indexes, instead of reading every event.
    static readonly string EventTypes = $"{EventTypesOf("events")} union {EventTypesOf("events_archive")} order by type, schema_version";

    // A snapshot ahead of the committed head was folded from events that were never committed.
    const string SaveSnapshot =
        """
        insert into snapshots as kept (stream, version, data, stamp, taken_at, tenant)
        select h.stream, $2, $3, $4, $5, h.tenant from streams h where h.stream = $1 and h.version >= $2
        on conflict (stream) do update
        set version = excluded.version, data = excluded.data, stamp = excluded.stamp, taken_at = excluded.taken_at
        where kept.stamp <> excluded.stamp or kept.version < excluded.version
        """;

    // It passes over all snapshots, narrow columns only until the sample is drawn: a job for quiet hours.
    const string SampleSnapshots =
        """
        select s.stream, s.version, s.data
        from (select stream from snapshots where stamp = $1 order by random() limit $2) sample
        join snapshots s on s.stream = sample.stream and s.stamp = $1
        """;

    const string DiscardSnapshot = "delete from snapshots where stream = $1 and version = $2 and stamp = $3";

    readonly AppendTransaction append = new(dataSource, time);

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
    public async Task<LoadedStream> LoadAsync(StreamId stream, string? stamp = null, CancellationToken cancellationToken = default)
    {
        var load = new StreamLoadStatements([new StreamLoad(stream, stamp)], locking: false);
        var batch = dataSource.CreateBatch(load.Commands);
        await using var disposing = batch.ConfigureAwait(false);
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        return (await load.ReadAsync(reader, cancellationToken).ConfigureAwait(false))[0];
    }

    /// <inheritdoc />
    public async Task SaveSnapshotAsync(StreamSnapshot snapshot, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        await dataSource.ExecuteAsync(
            Statement.Of(SaveSnapshot)
                .With(snapshot.Stream.ToString())
                .With(snapshot.Version)
                .With(snapshot.State, NpgsqlDbType.Jsonb)
                .With(snapshot.Stamp)
                .With(time.GetUtcNow()),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<StreamSnapshot>> SampleSnapshotsAsync(string stamp, int count, CancellationToken cancellationToken = default) =>
        await dataSource.ReadAsync(
            Statement.Of(SampleSnapshots).With(stamp).With(count),
            row => new StreamSnapshot(StreamId.Parse(row.GetString(0)), row.GetInt64(1), row.GetFieldValue<byte[]>(2), stamp),
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async Task DiscardSnapshotAsync(StreamSnapshot snapshot, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        await dataSource.ExecuteAsync(
            Statement.Of(DiscardSnapshot).With(snapshot.Stream.ToString()).With(snapshot.Version).With(snapshot.Stamp), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<StoredEventType>> ListEventTypesAsync(CancellationToken cancellationToken = default) =>
        await dataSource.ReadAsync(Statement.Of(EventTypes), row => new StoredEventType(row.GetString(0), row.GetInt32(1)), cancellationToken).ConfigureAwait(false);

    // Each kind of filter is a statement of its own, which PostgreSQL plans for itself: a rare type through its index, a common one through the order.
    static NpgsqlBatchCommand After(GlobalCheckpoint checkpoint, EventFilter filter)
    {
        var (types, tenant) = (filter.Types is null ? "" : " and e.type = any($4)", filter.Tenant is null ? "" : $" and e.tenant = ${(filter.Types is null ? 4 : 5)}");
        var page = Statement.Of($"{GlobalPage}{types}{tenant}{InGlobalOrder}$3")
            .With(checkpoint.Xid, NpgsqlDbType.Xid8)
            .With(checkpoint.Position)
            .With(PageSize);
        if (filter.Types is not null)
            page.With(filter.Types.ToArray());
        return filter.Tenant is null ? page : page.With(filter.Tenant);
    }

    static string EventTypesOf(string table) =>
        $"""
        (with recursive pairs as (
          (select type, schema_version from {table} order by type, schema_version limit 1)
          union all
          select next.type, next.schema_version
          from pairs p
          cross join lateral (
            select type, schema_version from {table}
            where (type, schema_version) > (p.type, p.schema_version)
            order by type, schema_version
            limit 1
          ) next
        )
        select type, schema_version from pairs)
        """;

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
