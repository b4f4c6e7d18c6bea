using Npgsql;

namespace Sagas.EventStore;

/// <summary>How far all events can be read, and who is in the way: for a health check.</summary>
/// <remarks>
/// Only transactions that have written, or said that they will, hold readers back. One that merely reads, however long, does not. To see the
/// age of other roles' transactions, the role needs <c>pg_read_all_stats</c>.
/// </remarks>
public sealed class ReadHorizon(NpgsqlDataSource dataSource)
{
    // Every transaction with an id holds a lock on it, so pg_locks names the holder without any right, even one that was prepared and has
    // no process. Ids in pg_locks have 32 bits: age() compares them as PostgreSQL does.
    const string FindHolder =
        """
        select l.pid, p.gid, coalesce(a.datname, p.database), a.application_name, clock_timestamp() - coalesce(a.xact_start, p.prepared), a.query_start
        from pg_locks l
        left join pg_stat_activity a on a.pid = l.pid
        left join pg_prepared_xacts p on l.pid is null and p.transaction = l.transactionid
        where l.locktype = 'transactionid' and l.mode = 'ExclusiveLock' and l.granted and l.pid is distinct from pg_backend_pid()
        order by age(l.transactionid) desc
        limit 1
        """;

    /// <summary>The transaction that holds readers back; null when none is open.</summary>
    public async Task<HorizonHolder?> FindHolderAsync(CancellationToken cancellationToken = default)
    {
        var holders = await dataSource.ReadAsync(
            Statement.Of(FindHolder),
            row => new HorizonHolder(
                Value<int?>(row, 0),
                Value<string?>(row, 1),
                Value<string?>(row, 2),
                Value<string?>(row, 3),
                Value<TimeSpan?>(row, 4),
                Value<DateTimeOffset?>(row, 5)),
            cancellationToken).ConfigureAwait(false);
        return holders.SingleOrDefault();
    }

    static T? Value<T>(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? default : row.GetFieldValue<T>(column);
}
