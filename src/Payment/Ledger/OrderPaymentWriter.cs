using Npgsql;
using NpgsqlTypes;
using Sagas.Transactions;

namespace Sagas.Payment.Ledger;

/// <summary>Records what the gateway said. What is known already stays; what is new is filled in.</summary>
sealed class OrderPaymentWriter : IRowWriter<OrderPayment>
{
    // In key order, so that two groups that know something about the same payments wait for each other in the same order.
    const string Record = """
        insert into payments (capture_key, saga_id, order_id, currency, captured, capture_reference, refunded, refund_reference, decline_reason, voided, tenant)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) as rows (
          capture_key, saga_id, order_id, currency, captured, capture_reference, refunded, refund_reference, decline_reason, voided, tenant)
        order by capture_key
        on conflict on constraint payments_pkey do update set
          currency          = coalesce(payments.currency, excluded.currency),
          captured          = coalesce(payments.captured, excluded.captured),
          capture_reference = coalesce(payments.capture_reference, excluded.capture_reference),
          refunded          = coalesce(payments.refunded, excluded.refunded),
          refund_reference  = coalesce(payments.refund_reference, excluded.refund_reference),
          decline_reason    = coalesce(payments.decline_reason, excluded.decline_reason),
          voided            = payments.voided or excluded.voided,
          updated_at        = now()
        """;

    public static readonly OrderPaymentWriter Instance = new();

    public Rank Rank => Rank.Business;

    public WriteStatements Write(IReadOnlyList<OrderPayment> rows) => new([
        new NpgsqlBatchCommand(Record)
            .WithColumn(NpgsqlDbType.Text, rows, row => row.CaptureKey)
            .WithColumn(NpgsqlDbType.Uuid, rows, row => row.SagaId)
            .WithColumn(NpgsqlDbType.Uuid, rows, row => row.OrderId)
            .WithColumn(NpgsqlDbType.Text, rows, row => row.Currency)
            .WithColumn(NpgsqlDbType.Numeric, rows, row => row.Captured)
            .WithColumn(NpgsqlDbType.Text, rows, row => row.CaptureReference)
            .WithColumn(NpgsqlDbType.Numeric, rows, row => row.Refunded)
            .WithColumn(NpgsqlDbType.Text, rows, row => row.RefundReference)
            .WithColumn(NpgsqlDbType.Text, rows, row => row.DeclineReason)
            .WithColumn(NpgsqlDbType.Boolean, rows, row => row.Voided)
            .WithColumn(NpgsqlDbType.Text, rows, row => row.Tenant),
    ]);
}
