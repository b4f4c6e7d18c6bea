using Npgsql;
using NpgsqlTypes;
using Sagas.Transactions;

namespace Sagas.EffectLedger;

/// <summary>
/// Reads what the ledger holds about steps. A transaction of its own locks the steps first, so that a command that was sent again waits for the first, and an
/// undo waits for its command or the command for its undo. The lock is an advisory one, because before the first command there is no row to lock.
/// </summary>
/// <remarks>
/// The lock ends with the transaction, after its commit is visible.
/// No deadlock: a transaction locks its steps in the order of their hashes, after its inbox rows and before any row of the business, and its inbox rows are awaited only by
/// other deliveries of the same messages, which hold no lock of a step. Steps whose hashes collide wait for each other without need, which is all that a collision does.
/// </remarks>
sealed class StepLoader : IRowLoader<StepKey, RecordedStep>
{
    const string Lock = """
        select pg_advisory_xact_lock(lock)
        from (select distinct hashtextextended(saga_id || '/' || step, 0) as lock from unnest($1, $2) as asked (saga_id, step) order by lock) as locks
        """;

    const string Read = """
        select saga_id, step, intent, round, reply_type, reply::text, message_id, command_hash, tenant, recorded_at
        from effects join unnest($1, $2) as asked (saga_id, step) using (saga_id, step)
        """;

    public static readonly StepLoader Instance = new();

    public Rank Rank => Rank.Effect;

    public LoadStatements<StepKey, RecordedStep> Load(IReadOnlyList<StepKey> keys, bool locking)
    {
        var read = new LoadStatements<StepKey, RecordedStep>([For(Read, keys)], ReadAsync);
        return locking ? read.After(LockOf(keys)) : read;
    }

    /// <summary>Locks steps until the end of the transaction.</summary>
    public static NpgsqlBatchCommand LockOf(IReadOnlyList<StepKey> keys) => For(Lock, keys);

    static async Task<IReadOnlyDictionary<StepKey, RecordedStep>> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var effects = new List<Effect>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            effects.Add(ReadEffect(reader));
        return effects.GroupBy(effect => new StepKey(effect.SagaId, effect.Step)).ToDictionary(step => step.Key, step => new RecordedStep([.. step]));
    }

    static NpgsqlBatchCommand For(string sql, IReadOnlyList<StepKey> keys) =>
        new NpgsqlBatchCommand(sql).WithColumn(NpgsqlDbType.Uuid, keys, key => key.SagaId).WithColumn(NpgsqlDbType.Text, keys, key => key.Step);

    static Effect ReadEffect(NpgsqlDataReader reader) => new()
    {
        SagaId = reader.GetGuid(0),
        Step = reader.GetString(1),
        Intent = IntentColumn.Read(reader.GetString(2)),
        Round = reader.GetInt32(3),
        ReplyType = reader.GetString(4),
        Reply = reader.GetString(5),
        MessageId = reader.GetGuid(6),
        CommandHash = reader.GetFieldValue<byte[]>(7),
        Tenant = reader.GetString(8),
        RecordedAt = reader.GetFieldValue<DateTimeOffset>(9),
    };
}
