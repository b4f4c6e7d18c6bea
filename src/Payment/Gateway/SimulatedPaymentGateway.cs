using Microsoft.Extensions.Options;
using Npgsql;
using Sagas.Contracts;

namespace Sagas.Payment.Gateway;

/// <summary>
/// Behaves like a real gateway: keeps its own durable record, on its own connection and in its own transactions, and its answers can be slow, late or lost. What it did is
/// committed before it answers. The test tokens of <see cref="TestTokens" /> choose what goes wrong.
/// </summary>
sealed class SimulatedPaymentGateway(GatewayDatabase database, IOptions<PaymentOptions> options, TimeProvider clock) : IPaymentGateway
{
    // One row per key, and its lock takes captures and releases under one key one after the other. The update that changes nothing makes the statement return the row of
    // whoever was first; xmax is 0 in a row that this statement has inserted.
    const string Capture = """
        insert into charges as charge (key, order_id, status, amount, currency, decline_reason, reference)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (key) do update set key = excluded.key
        returning status, amount, currency, decline_reason, reference, xmax = 0
        """;

    const string Release = """
        insert into charges as charge (key, status, released_at) values ($1, 'voided', now())
        on conflict (key) do update set
          status = case charge.status when 'captured' then 'refunded' when 'declined' then 'voided' else charge.status end,
          refund_reference = case charge.status when 'captured' then $2 else charge.refund_reference end,
          released_at = coalesce(charge.released_at, now())
        returning status, amount, currency, reference, refund_reference
        """;

    const string CountOutage = """
        insert into outages as outage (key, attempts) values ($1, 1)
        on conflict (key) do update set attempts = outage.attempts + 1
        returning attempts
        """;

    readonly SimulatedGatewayOptions _options = options.Value.SimulatedGateway;

    public async Task<CaptureAnswer> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        if (request.Token == TestTokens.Outage && await CountOutageAsync(request.Key, cancellationToken) <= _options.OutageAttempts)
            throw new PaymentGatewayException("The payment gateway is out of reach. Nothing was charged.");

        var (answer, isFirst) = await RecordAsync(request, cancellationToken);

        if (request.Token == TestTokens.Slow && isFirst)
            await Task.Delay(_options.SlowAnswer, clock, cancellationToken);
        if (request.Token == TestTokens.AnswerLost && isFirst)
            throw new PaymentGatewayException("The connection to the payment gateway broke before its answer came. Whether it charged is unknown.");
        return answer;
    }

    public async Task<ReleaseAnswer> ReleaseAsync(string key, CancellationToken cancellationToken)
    {
        await using var command = database.DataSource.CreateCommand(Release);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"re_{Guid.CreateVersion7():N}" });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return row.GetString(0) == "refunded"
            ? new ReleaseAnswer.Refunded(new Money(row.GetDecimal(1), row.GetString(2)), row.GetString(3), row.GetString(4))
            : new ReleaseAnswer.Voided();
    }

    async Task<(CaptureAnswer Answer, bool IsFirst)> RecordAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        var declined = TestTokens.DeclineReason(request.Token);
        await using var command = database.DataSource.CreateCommand(Capture);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.Key });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = request.OrderId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = declined is null ? "captured" : "declined" });
        command.Parameters.Add(new NpgsqlParameter<decimal> { TypedValue = request.Amount.Amount });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.Amount.Currency });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = declined });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = declined is null ? $"ch_{Guid.CreateVersion7():N}" : null });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return (Answer(row, request), row.GetBoolean(5));
    }

    static CaptureAnswer Answer(NpgsqlDataReader row, CaptureRequest request)
    {
        switch (row.GetString(0))
        {
            case "captured":
                var charged = new Money(row.GetDecimal(1), row.GetString(2));
                return charged == request.Amount
                    ? new CaptureAnswer.Captured(charged, row.GetString(4))
                    : throw new InvalidOperationException($"Key {request.Key} was used to charge {charged}, and now for {request.Amount}. A key stands for one amount.");
            case "declined":
                return new CaptureAnswer.Declined(row.GetString(3));
            default:
                return new CaptureAnswer.Declined("KeyReleased");
        }
    }

    async Task<int> CountOutageAsync(string key, CancellationToken cancellationToken)
    {
        await using var command = database.DataSource.CreateCommand(CountOutage);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
