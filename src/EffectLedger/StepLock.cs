using Npgsql;
using Sagas.Transactions;

namespace Sagas.EffectLedger;

/// <summary>
/// Lets one transaction at a time work on a step, so that a command that was sent again waits for the first, and an undo waits for its command or the
/// command for its undo. An advisory lock, because before the first command there is no row to lock.
/// </summary>
/// <remarks>
/// Ranked before <see cref="StepLoader" />, so its statement runs before the one that reads: under read committed each statement takes its own snapshot, and
/// the one taken after the lock was granted shows what the previous holder committed. The lock ends with the transaction, after its commit is visible.
/// No deadlock: a transaction holds one step's lock, takes it after its inbox row and before any row of the business, and its inbox row is awaited only by
/// another delivery of the same message, which holds nothing. Steps whose hashes collide wait for each other without need, which is all that a collision does.
/// </remarks>
sealed class StepLock : IRowLoader<StepKey, bool>
{
    const string Lock = """
        select pg_advisory_xact_lock(lock)
        from (select distinct hashtextextended(saga_id || '/' || step, 0) as lock from unnest($1, $2) as asked (saga_id, step) order by lock) as locks
        """;

    public static readonly StepLock Instance = new();

    public Rank Rank => Rank.Saga;

    public IReadOnlyList<NpgsqlBatchCommand> Commands(IReadOnlyList<StepKey> keys, bool locking) => [StepLoader.For(Lock, keys)];

    public async Task<IReadOnlyDictionary<StepKey, bool>> ReadAsync(
        NpgsqlDataReader reader, IReadOnlyList<StepKey> keys, CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
        }

        return keys.ToDictionary(key => key, _ => true);
    }
}
