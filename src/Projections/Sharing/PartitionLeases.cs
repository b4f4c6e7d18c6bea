using Npgsql;
using Sagas.EventStore;

namespace Sagas.Projections;

/// <summary>The partitions of a slot that a process owns.</summary>
sealed class PartitionLeases(NpgsqlDataSource dataSource, string projection, string slot, Guid me, TimeSpan lease)
{
    const string Claim = "select partition, xid, position, members from claim_projection_partitions($1, $2, $3, $4)";

    const string Release =
        """
        with gone as (delete from projection_members where projection = $1 and slot = $2 and member = $3)
        update projection_partitions set owner = null, leased_until = null where projection = $1 and slot = $2 and owner = $3
        """;

    const string Move =
        """
        update projection_partitions p set xid = $4, position = $5, events = p.events + n.events, error = null
        from unnest($6, $7) as n (number, events)
        where p.projection = $1 and p.slot = $2 and p.owner = $3 and p.partition = n.number and (p.xid, p.position) = ($8, $9)
        """;

    const string Lock =
        "select xid, position from projection_partitions where projection = $1 and slot = $2 and owner = $3 and partition = $4 for update";

    /// <summary>How many processes share the slot.</summary>
    internal int Members { get; private set; } = 1;

    internal async Task<List<Partition>> ClaimAsync(CancellationToken cancellationToken) =>
        await Of(dataSource.CreateCommand(Claim)).With(lease).ReadAsync(ReadClaimed, cancellationToken).ConfigureAwait(false);

    internal async Task ReleaseAsync(CancellationToken cancellationToken) =>
        await Of(dataSource.CreateCommand(Release)).RunAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Moves checkpoints that stand at one place, before the transaction writes anything else: whoever else believes to own the partitions waits here for this
    /// transaction to end, and then finds that they are not at the place that it knew.
    /// </summary>
    /// <exception cref="LeaseLostException">One of them is not this process's any more.</exception>
    internal async Task MoveAsync(
        NpgsqlConnection connection, GlobalCheckpoint from, GlobalCheckpoint to, int[] partitions, long[] events, CancellationToken cancellationToken)
    {
        var move = Of(new NpgsqlCommand(Move, connection)).With(to).With(partitions).With(events).With(from);
        if (await move.RunAsync(cancellationToken).ConfigureAwait(false) != partitions.Length)
            throw new LeaseLostException();
    }

    /// <summary>Keeps a partition where it is until the transaction ends.</summary>
    /// <exception cref="LeaseLostException">It is not this process's any more.</exception>
    internal async Task<GlobalCheckpoint> LockAsync(NpgsqlConnection connection, int partition, CancellationToken cancellationToken)
    {
        var found = await Of(new NpgsqlCommand(Lock, connection)).With(partition).ReadAsync(row => ReadCheckpoint(row, 0), cancellationToken).ConfigureAwait(false);
        return found is [var checkpoint] ? checkpoint : throw new LeaseLostException();
    }

    NpgsqlCommand Of(NpgsqlCommand command) => command.With(projection).With(slot).With(me);

    Partition ReadClaimed(NpgsqlDataReader row)
    {
        Members = row.GetInt32(3);
        return new Partition(row.GetInt32(0), ReadCheckpoint(row, 1));
    }

    static GlobalCheckpoint ReadCheckpoint(NpgsqlDataReader row, int first) => new(row.GetFieldValue<ulong>(first), row.GetInt64(first + 1));
}
