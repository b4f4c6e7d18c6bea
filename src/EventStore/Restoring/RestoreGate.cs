using Npgsql;

namespace Sagas.EventStore;

/// <summary>The gate before a host starts: a database that was restored from a dump must have been put right by <see cref="LogicalRestore" />.</summary>
public sealed class RestoreGate(NpgsqlDataSource dataSource)
{
    const string FindFuture = "select exists (select from recorded_events where xid >= pg_snapshot_xmax(pg_current_snapshot()))";

    /// <summary>Passes, or says why the host must not start.</summary>
    /// <exception cref="RestoreNeededException">Events have transaction ids that this cluster has yet to give.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken = default)
    {
        if (await dataSource.ReadAsync(Statement.Of(FindFuture), row => row.GetBoolean(0), cancellationToken).ConfigureAwait(false) is [true])
            throw new RestoreNeededException();
    }
}
