using System.Text;
using Npgsql;
using NpgsqlTypes;
using Sagas.SagaTimeline.Hashing;
using Sagas.Transactions;

namespace Sagas.SagaTimeline.Recording;

/// <summary>A step to write, with its digest, which is computed where the message was handled and not where those of several are written.</summary>
/// <param name="Step">The step.</param>
/// <param name="Details">Its details in canonical form.</param>
sealed record StepRow(TimelineStep Step, byte[] Details)
{
    public byte[] Digest { get; } = StepHash.Digest(Step, Details);

    public static StepRow Of(TimelineStep step) => new(step, Encoding.UTF8.GetBytes(step.DetailsJson));
}

/// <summary>
/// Writes one step each for any number of sagas with one statement: it moves the heads, which locks them in the order of the key, and gives each step
/// the number and the hash that its head had then. A head that another transaction moved meanwhile is waited for, and its new values count, so there is no
/// conflict to verify. A failed attempt that is on its timeline already moves no head.
/// </summary>
sealed class TimelineWriter : IRowWriter<StepRow>
{
    // What most steps have in common is not sent: a column costs as much to send, to take apart and to put together again whatever it holds.
    const string Insert = """
        with steps as (
          select saga_type, correlation_id, coalesce(recorded_at, handled_at) as recorded_at, kind, state_before, state_after, saga_version, message_type, message_id,
            conversation_id, source, coalesce(attempt, 1) as attempt, coalesce(redelivery, 0) as redelivery, coalesce(redelivered, false) as redelivered,
            sent_at, received_at, handled_at, reason, actor, details, trace_id, coalesce(tenant, 'default') as tenant, digest, attempt_id
          from unnest(
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24) as step (
            saga_type, correlation_id, recorded_at, kind, state_before, state_after, saga_version, message_type, message_id, conversation_id, source,
            attempt, redelivery, redelivered, sent_at, received_at, handled_at, reason, actor, details, trace_id, tenant, digest,
            attempt_id)
          where attempt_id is null or not exists (select from saga_timeline written where written.attempt_id = step.attempt_id)
        ), heads as (
          insert into saga_timeline_heads as head (saga_type, correlation_id, next_number, previous_hash, last_hash, tenant)
          select saga_type, correlation_id, 2, '', digest, tenant from steps order by saga_type, correlation_id
          on conflict (saga_type, correlation_id) do update set
            next_number = head.next_number + 1,
            previous_hash = head.last_hash,
            last_hash = sha256(head.last_hash || excluded.last_hash)
          returning saga_type, correlation_id, next_number - 1 as number, previous_hash, last_hash
        )
        insert into saga_timeline (
          saga_type, correlation_id, number, recorded_at, kind, state_before, state_after, saga_version, message_type, message_id, conversation_id, source,
          attempt, redelivery, redelivered, sent_at, received_at, handled_at, reason, actor, details, trace_id, tenant, previous_hash, hash,
          attempt_id)
        select
          saga_type, correlation_id, number, recorded_at, kind, state_before, state_after, saga_version, message_type, message_id, conversation_id, source,
          attempt, redelivery, redelivered, sent_at, received_at, handled_at, reason, actor, details, trace_id, tenant, previous_hash, last_hash,
          attempt_id
        from steps join heads using (saga_type, correlation_id)
        """;

    public static readonly TimelineWriter Instance = new();

    public Rank Rank => Rank.Timeline;

    public WriteStatements Write(IReadOnlyList<StepRow> rows)
    {
        var insert = new NpgsqlBatchCommand(Insert);
        Add(NpgsqlDbType.Text, step => step.SagaType);
        Add(NpgsqlDbType.Uuid, step => step.CorrelationId);
        AddUnlessUsual(NpgsqlDbType.TimestampTz, step => step.RecordedAt == step.HandledAt ? null : (DateTimeOffset?)step.RecordedAt, usual: null);
        Add(NpgsqlDbType.Text, step => step.Kind.ToString());
        AddUnlessUsual(NpgsqlDbType.Text, step => step.StateBefore, usual: null);
        AddUnlessUsual(NpgsqlDbType.Text, step => step.StateAfter, usual: null);
        AddUnlessUsual(NpgsqlDbType.Integer, step => step.SagaVersion, usual: null);
        Add(NpgsqlDbType.Text, step => step.MessageType);
        AddUnlessUsual(NpgsqlDbType.Uuid, step => step.MessageId, usual: null);
        AddUnlessUsual(NpgsqlDbType.Uuid, step => step.ConversationId, usual: null);
        AddUnlessUsual(NpgsqlDbType.Text, step => step.Source, usual: null);
        AddUnlessUsual(NpgsqlDbType.Integer, step => step.Attempt, usual: 1);
        AddUnlessUsual(NpgsqlDbType.Integer, step => step.Redelivery, usual: 0);
        AddUnlessUsual(NpgsqlDbType.Boolean, step => step.Redelivered, usual: false);
        AddUnlessUsual(NpgsqlDbType.TimestampTz, step => step.SentAt, usual: null);
        Add(NpgsqlDbType.TimestampTz, step => step.ReceivedAt);
        Add(NpgsqlDbType.TimestampTz, step => step.HandledAt);
        AddUnlessUsual(NpgsqlDbType.Text, step => step.Reason, usual: null);
        AddUnlessUsual(NpgsqlDbType.Text, step => step.Actor, usual: null);
        AddBytes(NpgsqlDbType.Jsonb, row => row.Details);
        AddUnlessUsual(NpgsqlDbType.Text, step => step.TraceId, usual: null);
        AddUnlessUsual(NpgsqlDbType.Text, step => step.Tenant, usual: "default");
        AddBytes(NpgsqlDbType.Bytea, row => row.Digest);
        AddUnlessUsual(NpgsqlDbType.Uuid, step => step.AttemptId, usual: null);
        return new WriteStatements([insert]);

        void AddBytes(NpgsqlDbType type, Func<StepRow, byte[]> value) => AddColumn<byte[]>(type, [.. rows.Select(value)]);

        void Add<TValue>(NpgsqlDbType type, Func<TimelineStep, TValue> value) => AddColumn<TValue>(type, [.. rows.Select(row => value(row.Step))]);

        // The statement puts the usual in the place of a column that is not sent.
        void AddUnlessUsual<TValue>(NpgsqlDbType type, Func<TimelineStep, TValue> value, TValue usual)
        {
            TValue[] column = [.. rows.Select(row => value(row.Step))];
            AddColumn(type, Array.TrueForAll(column, each => EqualityComparer<TValue>.Default.Equals(each, usual)) ? null : column);
        }

        void AddColumn<TValue>(NpgsqlDbType type, TValue[]? column) =>
            insert.Parameters.Add(new NpgsqlParameter<TValue[]?> { TypedValue = column, NpgsqlDbType = NpgsqlDbType.Array | type });
    }
}
