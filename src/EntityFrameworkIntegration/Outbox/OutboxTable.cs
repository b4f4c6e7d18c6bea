using Npgsql;
using NpgsqlTypes;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The dispatcher's statements. Each is a transaction of its own, and none is open while a message is sent.</summary>
sealed class OutboxTable(NpgsqlDataSource dataSource)
{
    // SKIP LOCKED: two processes that sweep at once share the rows instead of waiting for each other. The lock ends with this statement; from then on the
    // lease keeps others away. A row behind an earlier one of its subject, that another process holds, that could not be sent or that would be taken later,
    // waits for it. What two processes take at one moment is not told apart: order is kept as far as possible, and nothing may depend on it.
    // A timer's row stays after it was sent, until it is handled; should that take long, it is sent again after ever longer times.
    internal const string Take = """
        update outbox set owner = $1, attempts = attempts + (token is not null)::int,
          leased_until = now() + $2 * case when token is null then 1 else power(2, least(attempts, 9)) end
        where message_id in (
          select message_id from outbox o
          where leased_until <= now() and (o.due_at is not null or not exists (
            select from outbox earlier
            where earlier.subject_id = o.subject_id and earlier.due_at is null and earlier.sequence < o.sequence
              and earlier.leased_until > least(now(), o.leased_until)))
          order by leased_until, sequence limit $3 for update of o skip locked)
        returning message_id, sequence, subject_id, destination, message_type, content_type, headers::text, properties::text, body, conversation_id,
          correlation_id, initiator_id, request_id, expires_at, due_at, token, attempts, tenant
        """;

    const string Defer = """
        update outbox set attempts = attempts + 1, last_error = $2, leased_until = now() + $3
        where message_id = $1 and owner = $4
        """;

    // The row did not fail, so nothing is counted against it. Neither touches a row whose lease ran out meanwhile and that somebody else has taken.
    const string Release = "update outbox set last_error = $2, leased_until = now() where message_id = $1 and owner = $3";

    const string Delete = "delete from outbox where message_id = any($1)";

    // A row may fall due between a look for what is due and this one. What has been due for longer and was not taken is locked, or behind another row, and can
    // wait for the next look.
    internal const string NextDue = "select extract(epoch from min(leased_until) - now())::float8 from outbox where leased_until > now() - interval '1 s'";

    /// <param name="owner">Who takes them.</param>
    /// <param name="lease">For how long, by the database's clock.</param>
    /// <param name="limit">The most rows.</param>
    /// <param name="leasedUntil">Until when, by this process's clock and from before the statement: at least so long nobody else takes them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<List<OutboxMessage>> TakeAsync(Guid owner, TimeSpan lease, int limit, DateTimeOffset leasedUntil, CancellationToken cancellationToken)
    {
        var command = dataSource.CreateCommand(Take);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = owner });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = lease, NpgsqlDbType = NpgsqlDbType.Interval });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        var rows = new List<OutboxMessage>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var row = Read(reader);
            row.LeaseTo(owner, leasedUntil);
            rows.Add(row);
        }

        rows.Sort((left, right) => left.Sequence.CompareTo(right.Sequence));
        return rows;
    }

    public async Task DeferAsync(Guid messageId, Guid owner, string error, TimeSpan delay, CancellationToken cancellationToken)
    {
        var command = dataSource.CreateCommand(Defer);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = messageId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = error });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = delay, NpgsqlDbType = NpgsqlDbType.Interval });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = owner });
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task ReleaseAsync(Guid messageId, Guid owner, string error, CancellationToken cancellationToken)
    {
        var command = dataSource.CreateCommand(Release);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = messageId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = error });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = owner });
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task DeleteAsync(IReadOnlyCollection<Guid> messageIds, CancellationToken cancellationToken)
    {
        var command = dataSource.CreateCommand(Delete);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. messageIds] });
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <returns>How long until the next lease runs out; negative when one has just done so; <c>null</c> when there is no such row.</returns>
    public async Task<TimeSpan?> NextDueAsync(CancellationToken cancellationToken)
    {
        var command = dataSource.CreateCommand(NextDue);
        await using var _ = command.ConfigureAwait(false);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is double seconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    static OutboxMessage Read(NpgsqlDataReader reader)
    {
        return new OutboxMessage
        {
            MessageId = reader.GetGuid(0),
            Sequence = reader.GetInt64(1),
            SubjectId = Id(2),
            Destination = reader.GetString(3),
            MessageType = reader.GetString(4),
            ContentType = reader.GetString(5),
            Headers = reader.GetString(6),
            Properties = reader.IsDBNull(7) ? null : reader.GetString(7),
            Body = reader.GetFieldValue<byte[]>(8),
            ConversationId = Id(9),
            CorrelationId = Id(10),
            InitiatorId = Id(11),
            RequestId = Id(12),
            ExpiresAt = Instant(13),
            DueAt = Instant(14),
            Token = Id(15),
            Attempts = reader.GetInt32(16),
            Tenant = reader.GetString(17),
        };

        Guid? Id(int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetGuid(ordinal);
        DateTimeOffset? Instant(int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetFieldValue<DateTimeOffset>(ordinal);
    }
}
