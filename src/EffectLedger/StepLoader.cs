using Npgsql;
using NpgsqlTypes;
using Sagas.Transactions;

namespace Sagas.EffectLedger;

/// <summary>Reads what the ledger holds about steps.</summary>
sealed class StepLoader : IRowLoader<StepKey, RecordedStep>
{
    const string Read = """
        select saga_id, step, intent, round, reply_type, reply::text, message_id, tenant, recorded_at
        from effects join unnest($1, $2) as asked (saga_id, step) using (saga_id, step)
        """;

    public static readonly StepLoader Instance = new();

    public Rank Rank => Rank.Business;

    public IReadOnlyList<NpgsqlBatchCommand> Commands(IReadOnlyList<StepKey> keys, bool locking) => [For(Read, keys)];

    public async Task<IReadOnlyDictionary<StepKey, RecordedStep>> ReadAsync(
        NpgsqlDataReader reader, IReadOnlyList<StepKey> keys, CancellationToken cancellationToken)
    {
        var effects = new List<Effect>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            effects.Add(ReadEffect(reader));
        return effects.GroupBy(effect => new StepKey(effect.SagaId, effect.Step)).ToDictionary(step => step.Key, step => new RecordedStep([.. step]));
    }

    public static NpgsqlBatchCommand For(string sql, IReadOnlyList<StepKey> keys) => new(sql)
    {
        Parameters =
        {
            new NpgsqlParameter<Guid[]> { TypedValue = [.. keys.Select(key => key.SagaId)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
            new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(key => key.Step)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
        },
    };

    static Effect ReadEffect(NpgsqlDataReader reader) => new()
    {
        SagaId = reader.GetGuid(0),
        Step = reader.GetString(1),
        Intent = IntentColumn.Read(reader.GetString(2)),
        Round = reader.GetInt32(3),
        ReplyType = reader.GetString(4),
        Reply = reader.GetString(5),
        MessageId = reader.GetGuid(6),
        Tenant = reader.GetString(7),
        RecordedAt = reader.GetFieldValue<DateTimeOffset>(8),
    };
}
