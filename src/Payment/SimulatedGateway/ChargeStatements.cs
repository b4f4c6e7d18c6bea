using Npgsql;
using Sagas.Contracts;

namespace Sagas.Payment.SimulatedGateway;

/// <summary>The gateway's statements, each call on a connection and in a transaction of its own.</summary>
/// <remarks>
/// Both begin with an insert under the key, so of two calls about one key the second waits until the first has committed. A capture then finds what the first
/// left, with its second statement, whose snapshot is younger. A release works on that row itself.
/// </remarks>
sealed class ChargeStatements(NpgsqlDataSource dataSource)
{
    const string Columns = "key, number, outcome, amount, currency, decline_reason, reference, refund_reference, recorded_at, released_at";

    const string Capture = $"""
        insert into charges (key, outcome, amount, currency, decline_reason, reference)
        values ($1, case when $4::text is null then '{ChargeOutcome.Captured}' else '{ChargeOutcome.Declined}' end, $2, $3, $4, case when $4::text is null then $5::text end)
        on conflict on constraint charges_pkey do nothing
        """;

    const string Find = $"select {Columns} from charges where key = $1";

    const string Release = $"""
        insert into charges (key, outcome, released_at) values ($1, '{ChargeOutcome.Voided}', now())
        on conflict on constraint charges_pkey do update set
          released_at = coalesce(charges.released_at, now()),
          refund_reference = case when charges.outcome = '{ChargeOutcome.Captured}' then coalesce(charges.refund_reference, $2) end
        where charges.outcome <> '{ChargeOutcome.Captured}' or $3::numeric is null or (charges.amount = $3 and charges.currency = $4)
        returning {Columns}
        """;

    const string CountAttempt = """
        insert into outages (key, attempts) values ($1, 1)
        on conflict on constraint outages_pkey do update set attempts = outages.attempts + 1
        returning attempts
        """;

    /// <returns>What the books say under the key, and whether it was this call that wrote it.</returns>
    public async Task<(Charge Charge, bool IsNew)> CaptureAsync(
        string key, Money amount, string? declineReason, string reference, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        var insert = new NpgsqlBatchCommand(Capture)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = key },
                new NpgsqlParameter<decimal> { TypedValue = amount.Amount },
                new NpgsqlParameter<string> { TypedValue = amount.Currency },
                new NpgsqlParameter<string?> { TypedValue = declineReason },
                new NpgsqlParameter<string> { TypedValue = reference },
            },
        };
        batch.BatchCommands.Add(insert);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Find) { Parameters = { new NpgsqlParameter<string> { TypedValue = key } } });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (Read(reader), insert.RecordsAffected == 1);
    }

    /// <returns>What the books say under the key; <c>null</c> when they have a charge of another amount, which stays as it is.</returns>
    public async Task<Charge?> ReleaseAsync(string key, string refundReference, Money? expected, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Release);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = refundReference });
        command.Parameters.Add(new NpgsqlParameter<decimal?> { TypedValue = expected?.Amount });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = expected?.Currency });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    public async Task<int> CountAttemptAsync(string key, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(CountAttempt);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    static Charge Read(NpgsqlDataReader reader)
    {
        return new Charge
        {
            Key = reader.GetString(0),
            Number = reader.GetInt64(1),
            Outcome = reader.GetString(2),
            Amount = reader.IsDBNull(3) ? null : reader.GetDecimal(3),
            Currency = Text(4),
            DeclineReason = Text(5),
            Reference = Text(6),
            RefundReference = Text(7),
            RecordedAt = reader.GetFieldValue<DateTimeOffset>(8),
            ReleasedAt = reader.IsDBNull(9) ? null : reader.GetFieldValue<DateTimeOffset>(9),
        };

        string? Text(int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);
    }
}
