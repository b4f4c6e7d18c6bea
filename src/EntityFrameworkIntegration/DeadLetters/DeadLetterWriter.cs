using Npgsql;
using NpgsqlTypes;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Writes dead letters. One that is there already, because the message failed before, is open again, with nobody's decision, and adds up its attempts.</summary>
sealed class DeadLetterWriter : IRowWriter<DeadLetter>
{
    const string Insert = """
        insert into dead_letters (
          dead_letter_id, endpoint, message_id, message_type, content_type, headers, body, conversation_id, correlation_id, reason, consumer,
          fault_type, fault_message, fault_stack, fingerprint, attempts, first_failed_at, last_failed_at, tenant)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
        on conflict on constraint dead_letters_message_key do update set
          message_type = excluded.message_type, content_type = excluded.content_type, headers = excluded.headers, body = excluded.body, reason = excluded.reason,
          consumer = excluded.consumer, fault_type = excluded.fault_type, fault_message = excluded.fault_message, fault_stack = excluded.fault_stack,
          fingerprint = excluded.fingerprint, attempts = dead_letters.attempts + excluded.attempts, last_failed_at = excluded.last_failed_at,
          status = 'Open', decided_by = null, decided_because = null, decided_at = null
        """;

    public static readonly DeadLetterWriter Instance = new();

    public Rank Rank => Rank.Business;

    /// <summary>Ordered by their key, so that two transactions that open the same letters again can't wait for each other.</summary>
    public WriteStatements Write(IReadOnlyList<DeadLetter> rows) =>
        new([.. rows.OrderBy(row => row.Endpoint, StringComparer.Ordinal).ThenBy(row => row.MessageId).Select(Statement)]);

    static NpgsqlBatchCommand Statement(DeadLetter row)
    {
        var insert = new NpgsqlBatchCommand(Insert);
        Add(NpgsqlDbType.Uuid, row.DeadLetterId);
        Add(NpgsqlDbType.Text, row.Endpoint);
        Add(NpgsqlDbType.Uuid, row.MessageId);
        Add(NpgsqlDbType.Text, row.MessageType);
        Add(NpgsqlDbType.Text, row.ContentType);
        Add(NpgsqlDbType.Jsonb, row.Headers);
        Add(NpgsqlDbType.Bytea, row.Body);
        Add(NpgsqlDbType.Uuid, row.ConversationId);
        Add(NpgsqlDbType.Uuid, row.CorrelationId);
        Add(NpgsqlDbType.Text, row.Reason.ToString());
        Add(NpgsqlDbType.Text, row.Consumer);
        Add(NpgsqlDbType.Text, row.FaultType);
        Add(NpgsqlDbType.Text, row.FaultMessage);
        Add(NpgsqlDbType.Text, row.FaultStack);
        Add(NpgsqlDbType.Text, row.Fingerprint);
        Add(NpgsqlDbType.Integer, row.Attempts);
        Add(NpgsqlDbType.TimestampTz, row.FirstFailedAt);
        Add(NpgsqlDbType.TimestampTz, row.LastFailedAt);
        Add(NpgsqlDbType.Text, row.Tenant);
        return insert;

        void Add<TValue>(NpgsqlDbType type, TValue value) => insert.Parameters.Add(new NpgsqlParameter<TValue> { TypedValue = value, NpgsqlDbType = type });
    }
}
