using Npgsql;
using NpgsqlTypes;
using Sagas.Transactions;

namespace Sagas.EffectLedger;

/// <summary>Adds effects to the ledger. One that came too late is a conflict: nothing of its unit is written, and handling the message again finds what came first.</summary>
/// <remarks>
/// <see cref="Contention.OfTheStep" />: the steps are locked first, by a statement of its own, as <see cref="StepLoader" /> does for a transaction of its own. So the insert's
/// snapshot shows what every earlier holder of a step's lock has recorded, and every later one will see what it records.
/// </remarks>
sealed class EffectWriter(Contention contention) : IRowWriter<NewEffect>
{
    const string Columns = "saga_id, step, intent, round, reply_type, reply, message_id, command_hash, tenant";

    // In key order, so that two groups that record the same effects wait for each other in the same order.
    const string Insert = $"""
        insert into effects ({Columns})
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) as rows ({Columns})
        order by saga_id, step, intent, round
        """;

    const string InsertNew = $"{Insert} on conflict on constraint effects_pkey do nothing";

    const string InsertUnchanged = $"""
        insert into effects ({Columns})
        select {Columns} from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as rows ({Columns}, known)
        where known = (select count(*) from effects as recorded where recorded.saga_id = rows.saga_id and recorded.step = rows.step)
        order by saga_id, step, intent, round
        """;

    public static readonly EffectWriter UnderLock = new(Contention.None);
    public static readonly EffectWriter Contested = new(Contention.OfTheEffect);
    public static readonly EffectWriter Unchanged = new(Contention.OfTheStep);

    public Rank Rank => Rank.Effect;

    public WriteStatements Write(IReadOnlyList<NewEffect> rows)
    {
        var insert = new NpgsqlBatchCommand(contention switch
            {
                Contention.None => Insert,
                Contention.OfTheEffect => InsertNew,
                _ => InsertUnchanged,
            })
            .WithColumn(NpgsqlDbType.Uuid, rows, row => row.Effect.SagaId)
            .WithColumn(NpgsqlDbType.Text, rows, row => row.Effect.Step)
            .WithColumn(NpgsqlDbType.Text, rows, row => IntentColumn.Write(row.Effect.Intent))
            .WithColumn(NpgsqlDbType.Integer, rows, row => row.Effect.Round)
            .WithColumn(NpgsqlDbType.Text, rows, row => row.Effect.ReplyType)
            .WithColumn(NpgsqlDbType.Jsonb, rows, row => row.Effect.Reply)
            .WithColumn(NpgsqlDbType.Uuid, rows, row => row.Effect.MessageId)
            .WithColumn(NpgsqlDbType.Bytea, rows, row => row.Effect.CommandHash)
            .WithColumn(NpgsqlDbType.Text, rows, row => row.Effect.Tenant);
        if (contention != Contention.OfTheStep)
            return new WriteStatements([insert], contention == Contention.None ? null : VerifyAll);

        insert.WithColumn(NpgsqlDbType.Integer, rows, row => row.Known);
        return new WriteStatements([StepLoader.LockOf([.. rows.Select(row => StepKey.Of(row.Effect))]), insert], VerifyAll);

        void VerifyAll()
        {
            if (insert.RecordsAffected != rows.Count)
                throw new TransactionConflictException("The step was answered by a concurrent command.");
        }
    }
}
