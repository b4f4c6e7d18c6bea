using Npgsql;

namespace Sagas.EventStore;

/// <summary>
/// The statements that load any number of streams, for a transaction that somebody else runs: add <see cref="Commands" /> to a batch,
/// execute it, and when the reader stands on the first of their result sets, call <see cref="ReadAsync" />. Nothing here opens,
/// commits or rolls back anything. The transaction is read committed.
/// </summary>
public sealed class StreamLoadStatements
{
    // One statement has one snapshot, so head, snapshot and tail fit together whoever commits meanwhile: as several statements, the
    // head could be older than the tail, or the tail begin after a newer snapshot than the one read.
    // Where the heads are locked, this is a statement of its own all the same: a statement that locks has taken its snapshot before
    // it waits for the lock, and would not see what the holder of the lock committed.
    // The snapshot's state comes with the first row only. Limit and order by in the lateral queries keep the planner from joining
    // the tables as wholes: it goes through their keys stream by stream, however small they were when it made the plan.
    static readonly string Read =
        $"""
        select
          r.ordinal, {HeadRow.Columns}, s.version,
          case when e.version is null or e.version = s.version + 1 then s.data end,
          {EventRows.Columns}
        from unnest({Statement.Arrays(1, 2)}) with ordinality as r (stream, stamp, ordinal)
        cross join lateral (select * from streams where stream = r.stream limit 1) h
        left join lateral (select * from snapshots where stream = r.stream and stamp = r.stamp limit 1) s on true
        left join lateral (
          select * from recorded_events where stream = r.stream and version > coalesce(s.version, 0) order by version
        ) e on true
        order by r.ordinal, e.version
        """;

    const int FirstEventColumn = 7;

    readonly IReadOnlyList<StreamLoad> loads;
    readonly bool locking;

    /// <summary>Prepares to load streams.</summary>
    /// <param name="loads">The streams, at least one.</param>
    /// <param name="locking">
    /// Whether to lock the heads until the transaction ends: nobody else appends to these streams meanwhile. A stream that does not
    /// exist cannot be locked; two that create it are told apart by the append.
    /// </param>
    public StreamLoadStatements(IReadOnlyList<StreamLoad> loads, bool locking)
    {
        ArgumentNullException.ThrowIfNull(loads);
        ArgumentOutOfRangeException.ThrowIfZero(loads.Count, nameof(loads));
        this.loads = loads;
        this.locking = locking;

        var read = Statement.Of(Read).With(loads.Select(l => l.Stream.ToString()).ToArray()).With(loads.Select(l => l.Stamp).ToArray());
        Commands = locking ? [StreamLock.Of(loads.Select(l => l.Stream)), read] : [read];
    }

    /// <summary>The statements, in the order in which they must run. Each yields one result set.</summary>
    public IReadOnlyList<NpgsqlBatchCommand> Commands { get; }

    /// <summary>
    /// Reads the result sets of <see cref="Commands" />. The reader stands on the first of them, and stays on the last: the caller goes
    /// on with <see cref="NpgsqlDataReader.NextResult" />.
    /// </summary>
    /// <returns>One loaded stream per request, in their order; version 0 for a stream that does not exist.</returns>
    /// <exception cref="CorruptStreamException">What is stored of a stream does not fit together.</exception>
    public async Task<IReadOnlyList<LoadedStream>> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (locking)
            await StreamLock.PassAsync(reader, cancellationToken).ConfigureAwait(false);

        var (loaded, rows) = (new LoadedStream[loads.Count], new EventRows());
        var more = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < loaded.Length; i++)
        {
            if (!more || reader.GetInt64(0) != i + 1)
            {
                loaded[i] = new LoadedStream(StreamHead.None(loads[i].Stream), null, []);
                continue;
            }

            var head = HeadRow.Read(reader, loads[i].Stream, 1);
            var snapshot = ReadSnapshot(reader, loads[i]);
            var tail = new List<RecordedEvent>();
            do
            {
                if (!EventRows.IsMissing(reader, FirstEventColumn))
                    tail.Add(rows.Read(reader, FirstEventColumn, loads[i].Stream));
                more = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
            while (more && reader.GetInt64(0) == i + 1);

            loaded[i] = new LoadedStream(head, snapshot, tail);
        }

        return loaded;
    }

    static StreamSnapshot? ReadSnapshot(NpgsqlDataReader row, StreamLoad load) =>
        row.IsDBNull(5) ? null : new StreamSnapshot(load.Stream, row.GetInt64(5), row.GetFieldValue<byte[]>(6), load.Stamp!);
}
