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

    public WriteStatements Write(IReadOnlyList<OrderPayment> rows)
    {
        var record = new NpgsqlBatchCommand(Record);
        Add(NpgsqlDbType.Text, row => row.CaptureKey);
        Add(NpgsqlDbType.Uuid, row => row.SagaId);
        Add(NpgsqlDbType.Uuid, row => row.OrderId);
        Add(NpgsqlDbType.Text, row => row.Currency);
        Add(NpgsqlDbType.Numeric, row => row.Captured);
        Add(NpgsqlDbType.Text, row => row.CaptureReference);
        Add(NpgsqlDbType.Numeric, row => row.Refunded);
        Add(NpgsqlDbType.Text, row => row.RefundReference);
        Add(NpgsqlDbType.Text, row => row.DeclineReason);
        Add(NpgsqlDbType.Boolean, row => row.Voided);
        Add(NpgsqlDbType.Text, row => row.Tenant);
        return new WriteStatements([record]);

        void Add<TValue>(NpgsqlDbType type, Func<OrderPayment, TValue> value) =>
            record.Parameters.Add(new NpgsqlParameter<TValue[]> { TypedValue = [.. rows.Select(value)], NpgsqlDbType = NpgsqlDbType.Array | type });
    }
}
