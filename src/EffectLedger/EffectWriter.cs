using Npgsql;
using NpgsqlTypes;
using Sagas.Transactions;

namespace Sagas.EffectLedger;

/// <summary>Adds effects to the ledger.</summary>
/// <param name="contested">
/// Whether a concurrent command can have recorded the same effect. Such a repeat is then a conflict: nothing of its unit is written, and handling the message
/// again finds the stored reply. Where <see cref="StepLoader" /> has locked the step there can be none, so nothing is verified, which saves a round trip;
/// should the lock ever be missing, the primary key refuses the row.
/// </param>
sealed class EffectWriter(bool contested) : IRowWriter<Effect>
{
    // In key order, so that two groups that record the same effects wait for each other in the same order.
    const string Insert = """
        insert into effects (saga_id, step, intent, round, reply_type, reply, message_id, command_hash, tenant)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) as rows (saga_id, step, intent, round, reply_type, reply, message_id, command_hash, tenant)
        order by saga_id, step, intent, round
        """;

    const string InsertNew = $"{Insert} on conflict on constraint effects_pkey do nothing";

    public static readonly EffectWriter UnderLock = new(contested: false);
    public static readonly EffectWriter Contested = new(contested: true);

    public Rank Rank => Rank.Business;

    public WriteStatements Write(IReadOnlyList<Effect> rows)
    {
        var insert = new NpgsqlBatchCommand(contested ? InsertNew : Insert);
        Add(NpgsqlDbType.Uuid, row => row.SagaId);
        Add(NpgsqlDbType.Text, row => row.Step);
        Add(NpgsqlDbType.Text, row => IntentColumn.Write(row.Intent));
        Add(NpgsqlDbType.Integer, row => row.Round);
        Add(NpgsqlDbType.Text, row => row.ReplyType);
        Add(NpgsqlDbType.Jsonb, row => row.Reply);
        Add(NpgsqlDbType.Uuid, row => row.MessageId);
        Add(NpgsqlDbType.Bytea, row => row.CommandHash);
        Add(NpgsqlDbType.Text, row => row.Tenant);
        return new WriteStatements([insert], contested ? VerifyAllNew : null);

        void Add<TValue>(NpgsqlDbType type, Func<Effect, TValue> value) =>
            insert.Parameters.Add(new NpgsqlParameter<TValue[]> { TypedValue = [.. rows.Select(value)], NpgsqlDbType = NpgsqlDbType.Array | type });

        void VerifyAllNew()
        {
            if (insert.RecordsAffected != rows.Count)
                throw new TransactionConflictException("An effect was recorded by a concurrent command with the same key.");
        }
    }
}
