using Npgsql;
using NpgsqlTypes;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Writes messages and timers. A message is leased to the process that wrote it; a timer's lease runs out when it is due.</summary>
sealed class OutboxWriter(TimeSpan lease) : IRowWriter<OutboxMessage>
{
    const string Insert = """
        insert into outbox (
          message_id, subject_id, destination, message_type, content_type, headers, properties, body, conversation_id, correlation_id,
          initiator_id, request_id, expires_at, due_at, token, owner, tenant, leased_until)
        select message_id, subject_id, destination, message_type, content_type, headers, properties, body, conversation_id, correlation_id,
          initiator_id, request_id, expires_at, due_at, token, owner, tenant, coalesce(due_at, now() + $18)
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) as rows (
          message_id, subject_id, destination, message_type, content_type, headers, properties, body, conversation_id, correlation_id,
          initiator_id, request_id, expires_at, due_at, token, owner, tenant)
        -- A message that is sent anew under its own id, to be sure, may still be waiting here.
        on conflict (message_id) do nothing
        """;

    public Rank Rank => Rank.Outbox;

    public WriteStatements Write(IReadOnlyList<OutboxMessage> rows)
    {
        var insert = new NpgsqlBatchCommand(Insert);
        Add(NpgsqlDbType.Uuid, row => row.MessageId);
        Add(NpgsqlDbType.Uuid, row => row.SubjectId);
        Add(NpgsqlDbType.Text, row => row.Destination);
        Add(NpgsqlDbType.Text, row => row.MessageType);
        Add(NpgsqlDbType.Text, row => row.ContentType);
        Add(NpgsqlDbType.Jsonb, row => row.Headers);
        Add(NpgsqlDbType.Jsonb, row => row.Properties);
        Add(NpgsqlDbType.Bytea, row => row.Body);
        Add(NpgsqlDbType.Uuid, row => row.ConversationId);
        Add(NpgsqlDbType.Uuid, row => row.CorrelationId);
        Add(NpgsqlDbType.Uuid, row => row.InitiatorId);
        Add(NpgsqlDbType.Uuid, row => row.RequestId);
        Add(NpgsqlDbType.TimestampTz, row => row.ExpiresAt);
        Add(NpgsqlDbType.TimestampTz, row => row.DueAt);
        Add(NpgsqlDbType.Uuid, row => row.Token);
        Add(NpgsqlDbType.Uuid, row => row.Owner);
        Add(NpgsqlDbType.Text, row => row.Tenant);
        insert.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = lease, NpgsqlDbType = NpgsqlDbType.Interval });
        return new WriteStatements([insert]);

        // A column that no row has is not sent: an array of nulls costs as much to send and to take apart as any other.
        void Add<TValue>(NpgsqlDbType type, Func<OutboxMessage, TValue> value)
        {
            TValue[] column = [.. rows.Select(value)];
            insert.Parameters.Add(new NpgsqlParameter<TValue[]?>
            {
                TypedValue = Array.TrueForAll(column, each => each is null) ? null : column, NpgsqlDbType = NpgsqlDbType.Array | type,
            });
        }
    }
}
