using Npgsql;

namespace Sagas.EventStore;

/// <summary>
/// Puts the order of all events right after a logical restore (pg_restore, or SQL), before anything reads or appends. Transaction ids start
/// anew in another cluster: restored events would lie in the future there, unseen, and new ones before them. A physical backup needs none of
/// this. The same from psql: <c>select * from restore_event_order(...)</c>.
/// </summary>
/// <param name="owner">As role <c>sagas_owner</c>.</param>
/// <param name="checkpoints">The tables that hold checkpoints of readers. The store's own anchors are seen to.</param>
public sealed class LogicalRestore(NpgsqlDataSource owner, IReadOnlyCollection<CheckpointTable> checkpoints)
{
    const string Restore = "select events_placed, checkpoints_moved from restore_event_order($1::regclass[], $2, $3)";

    /// <summary>Does it, in one transaction that rewrites every event, and keeps everybody out meanwhile. Doing it once more does no harm.</summary>
    public async Task<RestoreReport> RunAsync(CancellationToken cancellationToken = default)
    {
        var connection = await owner.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var command = new NpgsqlCommand(Restore, connection) { CommandTimeout = 0 };
        await using var disposing = command.ConfigureAwait(false);
        foreach (var names in new[] { checkpoints.Select(c => c.Name), checkpoints.Select(c => c.Xid), checkpoints.Select(c => c.Position) })
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. names] });

        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ending = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new RestoreReport(reader.GetInt64(0), reader.GetInt64(1));
    }
}
