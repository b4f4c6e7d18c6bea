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
        $"select {EventRow.Columns} from events e where e.stream = $1 and e.version >= $2 order by e.version limit $3";

    const string BackwardPage =
        $"select {EventRow.Columns} from events e where e.stream = $1 and e.version <= $2 order by e.version desc limit $3";

    // Below the oldest open transaction everything is decided: what is not visible now will never be. Every event that is still to
    // be committed has an xid of at least that, because it has at least its own transaction's.
    const string GlobalPage =
        $"""
        select {EventRow.Columns} from events e
        where (e.xid, e.position) > ($1, $2) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
        order by e.xid, e.position
        limit $3
        """;

    // Skips from pair to pair through the index, instead of reading every event.
    const string EventTypes =
        """
        with recursive pairs as (
          (select type, schema_version from events order by type, schema_version limit 1)
          union all
          select next.type, next.schema_version
          from pairs p
          cross join lateral (
            select type, schema_version from events
            where (type, schema_version) > (p.type, p.schema_version)
            order by type, schema_version
            limit 1
          ) next
        )
        select type, schema_version from pairs
        """;

    // A snapshot ahead of the committed head was folded from events that were never committed.
    const string SaveSnapshot =
        """
        insert into snapshots as kept (stream, version, data, stamp, taken_at, tenant)
        select h.stream, $2, $3, $4, $5, h.tenant from streams h where h.stream = $1 and h.version >= $2
        on conflict (stream) do update
        set version = excluded.version, data = excluded.data, stamp = excluded.stamp, taken_at = excluded.taken_at
        where kept.stamp <> excluded.stamp or kept.version < excluded.version
        """;

    readonly AppendTransaction append = new(dataSource, time);

    /// <inheritdoc />
    public Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<StreamAppend> appends, CancellationToken cancellationToken = default) =>
        append.RunAsync(appends, cancellationToken);

    /// <inheritdoc />
    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(StreamId stream, long fromVersion = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return PagesAsync(
            last => Statement.Of(ForwardPage).With(stream.ToString()).With(last is null ? fromVersion : last.Version + 1),
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
            last => Statement.Of(BackwardPage).With(stream.ToString()).With(last is null ? fromVersion : last.Version - 1),
            cancellationToken);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<RecordedEvent> ReadAllAsync(GlobalCheckpoint after, CancellationToken cancellationToken = default) =>
        PagesAsync(last => After(last?.Checkpoint ?? after), cancellationToken);

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
        var batch = dataSource.CreateBatch(
        [
            Statement.Of(SaveSnapshot)
                .With(snapshot.Stream.ToString())
                .With(snapshot.Version)
                .With(snapshot.State, NpgsqlDbType.Jsonb)
                .With(snapshot.Stamp)
                .With(time.GetUtcNow()),
        ]);
        await using var disposing = batch.ConfigureAwait(false);
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<StoredEventType>> ListEventTypesAsync(CancellationToken cancellationToken = default) =>
        await ReadAsync(Statement.Of(EventTypes), row => new StoredEventType(row.GetString(0), row.GetInt32(1)), cancellationToken).ConfigureAwait(false);

    static NpgsqlBatchCommand After(GlobalCheckpoint checkpoint) => Statement.Of(GlobalPage).With(checkpoint.Xid, NpgsqlDbType.Xid8).With(checkpoint.Position);

    // A page is read to its end before its first event is handed out: a slow reader holds neither a connection nor a snapshot.
    async IAsyncEnumerable<RecordedEvent> PagesAsync(
        Func<RecordedEvent?, NpgsqlBatchCommand> pageAfter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<RecordedEvent> page = [];
        do
        {
            var query = pageAfter(page is [.., var last] ? last : null).With(PageSize);
            page = await ReadAsync(query, row => EventRow.Read(row), cancellationToken).ConfigureAwait(false);
            foreach (var recorded in page)
                yield return recorded;
        }
        while (page.Count == PageSize);
    }

    async Task<List<T>> ReadAsync<T>(NpgsqlBatchCommand query, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var batch = dataSource.CreateBatch([query]);
        await using var disposing = batch.ConfigureAwait(false);
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            rows.Add(read(reader));
        return rows;
    }
}
