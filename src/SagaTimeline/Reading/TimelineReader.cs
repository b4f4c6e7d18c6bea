using Npgsql;

namespace Sagas.SagaTimeline;

/// <summary>Reads timelines.</summary>
/// <param name="dataSource">The database that the sagas are kept in.</param>
public sealed class TimelineReader(NpgsqlDataSource dataSource)
{
    // Whether an earlier attempt left a trace is judged here, not when the step is written: the step of an attempt that failed while the database was out
    // of reach may be written after that of the next attempt. Every message's first step is found in one pass: a lookup for each redelivered step would
    // go through the whole timeline each time.
    internal const string Steps = """
        select saga_type, correlation_id, number, kind, state_before, state_after, saga_version, message_type, message_id, conversation_id, source, attempt,
          redelivery, redelivered, sent_at, received_at, handled_at, recorded_at, reason, actor, trace_id, tenant, details::text,
          encode(previous_hash, 'hex'), encode(hash, 'hex'),
          redelivered and coalesce(handled_at <= first.handled_first_at, true)
        from saga_timeline step
        left join (
          select message_id, min(handled_at) as handled_first_at
          from saga_timeline
          where saga_type = $1 and correlation_id = $2
          group by message_id
        ) first using (message_id)
        where saga_type = $1 and correlation_id = $2 and number > $3
        order by number
        limit $4
        """;

    const string Heads = """
        select correlation_id, next_number - 1, encode(last_hash, 'hex') from saga_timeline_heads where saga_type = $1 and correlation_id = any($2)
        """;

    /// <summary>Reads a saga's whole timeline, which is what a summary, a text or a diagram is made of.</summary>
    /// <param name="sagaType">The saga instance's type name.</param>
    /// <param name="correlationId">The saga's correlation id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The steps in order; none when there is no timeline.</returns>
    public Task<IReadOnlyList<TimelineStep>> ReadAllAsync(string sagaType, Guid correlationId, CancellationToken cancellationToken = default) =>
        ReadAsync(sagaType, correlationId, after: 0, limit: int.MaxValue, cancellationToken);

    /// <summary>Reads a part of a saga's timeline.</summary>
    /// <param name="sagaType">The saga instance's type name.</param>
    /// <param name="correlationId">The saga's correlation id.</param>
    /// <param name="after">The number of the last step that is known already; 0 to begin at the first.</param>
    /// <param name="limit">The most steps to read.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The steps in order; none when the timeline ends there or does not exist.</returns>
    public async Task<IReadOnlyList<TimelineStep>> ReadAsync(
        string sagaType, Guid correlationId, long after = 0, int limit = 1_000, CancellationToken cancellationToken = default)
    {
        var command = dataSource.CreateCommand(Steps);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = sagaType });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = correlationId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        var steps = new List<TimelineStep>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            steps.Add(Read(reader));
        return steps;
    }

    /// <summary>Reads where a saga's timeline ends: one row, however long it is.</summary>
    /// <param name="sagaType">The saga instance's type name.</param>
    /// <param name="correlationId">The saga's correlation id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><c>null</c> when there is no timeline.</returns>
    public async Task<TimelineHead?> ReadHeadAsync(string sagaType, Guid correlationId, CancellationToken cancellationToken = default) =>
        await ReadHeadsAsync(sagaType, [correlationId], cancellationToken).ConfigureAwait(false) is [var head] ? head : null;

    /// <summary>Reads where several timelines of one type end, in one round trip.</summary>
    /// <param name="sagaType">The saga instances' type name.</param>
    /// <param name="correlationIds">The sagas' correlation ids.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The heads of those that there are.</returns>
    public async Task<IReadOnlyList<TimelineHead>> ReadHeadsAsync(
        string sagaType, IReadOnlyCollection<Guid> correlationIds, CancellationToken cancellationToken = default)
    {
        var command = dataSource.CreateCommand(Heads);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = sagaType });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. correlationIds] });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        var heads = new List<TimelineHead>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            heads.Add(new TimelineHead(reader.GetGuid(0), reader.GetInt64(1), reader.GetString(2)));
        return heads;
    }

    static TimelineStep Read(NpgsqlDataReader reader)
    {
        return new TimelineStep
        {
            SagaType = reader.GetString(0),
            CorrelationId = reader.GetGuid(1),
            Number = reader.GetInt64(2),
            Kind = Enum.Parse<StepKind>(reader.GetString(3)),
            StateBefore = Text(4),
            StateAfter = Text(5),
            SagaVersion = reader.IsDBNull(6) ? null : reader.GetInt32(6),
            MessageType = reader.GetString(7),
            MessageId = Id(8),
            ConversationId = Id(9),
            Source = Text(10),
            Attempt = reader.GetInt32(11),
            Redelivery = reader.GetInt32(12),
            Redelivered = reader.GetBoolean(13),
            SentAt = reader.IsDBNull(14) ? null : Instant(14),
            ReceivedAt = Instant(15),
            HandledAt = Instant(16),
            RecordedAt = Instant(17),
            Reason = Text(18),
            Actor = Text(19),
            TraceId = Text(20),
            Tenant = reader.GetString(21),
            DetailsJson = reader.GetString(22),
            PreviousHash = reader.GetString(23),
            Hash = reader.GetString(24),
            NoTraceOfEarlierAttempt = reader.GetBoolean(25),
        };

        string? Text(int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);
        Guid? Id(int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetGuid(ordinal);
        DateTimeOffset Instant(int ordinal) => reader.GetFieldValue<DateTimeOffset>(ordinal);
    }
}
