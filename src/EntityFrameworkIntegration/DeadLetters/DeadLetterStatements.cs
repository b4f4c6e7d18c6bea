using Npgsql;
using NpgsqlTypes;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Reads and decides dead letters.</summary>
static class DeadLetterStatements
{
    const string Columns = """
        dead_letter_id, endpoint, message_id, message_type, content_type, headers::text, body, conversation_id, correlation_id, reason, consumer, fault_type,
        fault_message, fault_stack, fingerprint, attempts, first_failed_at, last_failed_at, status, decided_by, decided_because, decided_at, tenant
        """;

    const string List = $"""
        select {Columns} from dead_letters
        where ($1 is null or status = $1) and ($2 is null or fingerprint = $2) and ($3 is null or position(lower($3) in lower(message_type)) > 0)
          and ($4 is null or (last_failed_at, dead_letter_id) < ($4, $5))
        order by last_failed_at desc, dead_letter_id desc limit $6
        """;

    const string Groups = """
        select fingerprint, endpoint, message_type, reason, fault_type, count(*), min(first_failed_at), max(last_failed_at) from dead_letters
        where status = $1
        group by fingerprint, endpoint, message_type, reason, fault_type
        order by count(*) desc, max(last_failed_at) desc limit $2
        """;

    const string Find = $"select {Columns} from dead_letters where dead_letter_id = $1";

    // The status is in the condition, so of two who decide at once one finds nothing.
    const string Decide = $"""
        update dead_letters set status = $2, decided_by = $3, decided_because = $4, decided_at = now()
        where dead_letter_id = any($1) and status = 'Open'
        returning {Columns}
        """;

    // In the transaction of the decision, whose locks are held.
    const string Redact = """
        update dead_letters letter
        set headers = redacted.headers, body = redacted.body, fault_message = redacted.fault_message, fault_stack = redacted.fault_stack
        from unnest($1, $2, $3, $4, $5) as redacted (dead_letter_id, headers, body, fault_message, fault_stack)
        where letter.dead_letter_id = redacted.dead_letter_id
        """;

    const string EldestOfGroup = """
        from dead_letters where fingerprint = $1 and status = 'Open' and last_failed_at < $2
        order by last_failed_at, dead_letter_id limit $3
        """;

    // SKIP LOCKED: what somebody else is deciding at the moment is left to them.
    const string OpenOfGroup = $"select dead_letter_id {EldestOfGroup} for update skip locked";

    const string FirstOfGroup = $"select {Columns} {EldestOfGroup}";

    public static NpgsqlCommand ForFirstOfGroup(NpgsqlDataSource database, string fingerprint, DateTimeOffset failedBefore, int limit) =>
        OfGroup(database.CreateCommand(FirstOfGroup), fingerprint, failedBefore, limit);

    public static NpgsqlCommand ForList(NpgsqlDataSource database, DeadLetterQuery query)
    {
        var command = database.CreateCommand(List);
        Add(command, NpgsqlDbType.Text, query.Status?.ToString());
        Add(command, NpgsqlDbType.Text, query.Fingerprint);
        Add(command, NpgsqlDbType.Text, query.MessageType);
        Add(command, NpgsqlDbType.TimestampTz, query.After?.LastFailedAt);
        Add(command, NpgsqlDbType.Uuid, query.After?.DeadLetterId);
        Add(command, NpgsqlDbType.Integer, query.Limit);
        return command;
    }

    public static NpgsqlCommand ForGroups(NpgsqlDataSource database, DeadLetterStatus status, int limit)
    {
        var command = database.CreateCommand(Groups);
        Add(command, NpgsqlDbType.Text, status.ToString());
        Add(command, NpgsqlDbType.Integer, limit);
        return command;
    }

    public static NpgsqlCommand ForFind(NpgsqlDataSource database, Guid deadLetterId)
    {
        var command = database.CreateCommand(Find);
        Add(command, NpgsqlDbType.Uuid, deadLetterId);
        return command;
    }

    public static NpgsqlCommand ForDecision(NpgsqlConnection connection, Guid[] deadLetterIds, DeadLetterStatus status, string actor, string reason)
    {
        var command = new NpgsqlCommand(Decide, connection);
        Add(command, NpgsqlDbType.Array | NpgsqlDbType.Uuid, deadLetterIds);
        Add(command, NpgsqlDbType.Text, status.ToString());
        Add(command, NpgsqlDbType.Text, actor);
        Add(command, NpgsqlDbType.Text, reason);
        return command;
    }

    public static NpgsqlCommand ForRedaction(NpgsqlConnection connection, IReadOnlyList<DeadLetter> letters)
    {
        var command = new NpgsqlCommand(Redact, connection);
        Add<Guid[]>(command, NpgsqlDbType.Array | NpgsqlDbType.Uuid, [.. letters.Select(letter => letter.DeadLetterId)]);
        Add<string[]>(command, NpgsqlDbType.Array | NpgsqlDbType.Jsonb, [.. letters.Select(letter => letter.Headers)]);
        Add<byte[][]>(command, NpgsqlDbType.Array | NpgsqlDbType.Bytea, [.. letters.Select(letter => letter.Body)]);
        Add<string?[]>(command, NpgsqlDbType.Array | NpgsqlDbType.Text, [.. letters.Select(letter => letter.FaultMessage)]);
        Add<string?[]>(command, NpgsqlDbType.Array | NpgsqlDbType.Text, [.. letters.Select(letter => letter.FaultStack)]);
        return command;
    }

    public static NpgsqlCommand ForOpenOfGroup(NpgsqlConnection connection, string fingerprint, DateTimeOffset failedBefore, int limit) =>
        OfGroup(new NpgsqlCommand(OpenOfGroup, connection), fingerprint, failedBefore, limit);

    static NpgsqlCommand OfGroup(NpgsqlCommand command, string fingerprint, DateTimeOffset failedBefore, int limit)
    {
        Add(command, NpgsqlDbType.Text, fingerprint);
        Add(command, NpgsqlDbType.TimestampTz, failedBefore);
        Add(command, NpgsqlDbType.Integer, limit);
        return command;
    }

    public static async Task<IReadOnlyList<T>> ReadAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var _ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            rows.Add(read(reader));
        return rows;
    }

    public static DeadLetter DeadLetterOf(NpgsqlDataReader row) => new()
    {
        DeadLetterId = row.GetGuid(0),
        Endpoint = row.GetString(1),
        MessageId = Id(row, 2),
        MessageType = row.GetString(3),
        ContentType = Text(row, 4),
        Headers = row.GetString(5),
        Body = row.GetFieldValue<byte[]>(6),
        ConversationId = Id(row, 7),
        CorrelationId = Id(row, 8),
        Reason = Enum.Parse<DeadLetterReason>(row.GetString(9)),
        Consumer = Text(row, 10),
        FaultType = Text(row, 11),
        FaultMessage = Text(row, 12),
        FaultStack = Text(row, 13),
        Fingerprint = row.GetString(14),
        Attempts = row.GetInt32(15),
        FirstFailedAt = row.GetFieldValue<DateTimeOffset>(16),
        LastFailedAt = row.GetFieldValue<DateTimeOffset>(17),
        Status = Enum.Parse<DeadLetterStatus>(row.GetString(18)),
        DecidedBy = Text(row, 19),
        DecidedBecause = Text(row, 20),
        DecidedAt = row.IsDBNull(21) ? null : row.GetFieldValue<DateTimeOffset>(21),
        Tenant = row.GetString(22),
    };

    public static DeadLetterGroup GroupOf(NpgsqlDataReader row) => new()
    {
        Fingerprint = row.GetString(0),
        Endpoint = row.GetString(1),
        MessageType = row.GetString(2),
        Reason = Enum.Parse<DeadLetterReason>(row.GetString(3)),
        FaultType = Text(row, 4),
        Count = row.GetInt64(5),
        FirstFailedAt = row.GetFieldValue<DateTimeOffset>(6),
        LastFailedAt = row.GetFieldValue<DateTimeOffset>(7),
    };

    static string? Text(NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetString(ordinal);

    static Guid? Id(NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetGuid(ordinal);

    static void Add<TValue>(NpgsqlCommand command, NpgsqlDbType type, TValue value) =>
        command.Parameters.Add(new NpgsqlParameter<TValue> { TypedValue = value, NpgsqlDbType = type });
}
