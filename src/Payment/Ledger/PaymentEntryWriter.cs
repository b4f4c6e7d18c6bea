using Npgsql;
using NpgsqlTypes;
using Sagas.Transactions;

namespace Sagas.Payment.Ledger;

/// <summary>Adds entries. One that is there already says the same: the gateway does each thing once per key.</summary>
sealed class PaymentEntryWriter : IRowWriter<PaymentEntry>
{
    const string Insert = """
        insert into payment_entries (gateway_key, kind, order_id, saga_id, amount, currency, gateway_reference, reason, tenant)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) as rows (gateway_key, kind, order_id, saga_id, amount, currency, gateway_reference, reason, tenant)
        order by gateway_key, kind
        on conflict do nothing
        """;

    public static readonly PaymentEntryWriter Instance = new();

    public Rank Rank => Rank.Business;

    public WriteStatements Write(IReadOnlyList<PaymentEntry> rows)
    {
        var insert = new NpgsqlBatchCommand(Insert);
        Add(NpgsqlDbType.Text, row => row.GatewayKey);
        Add(NpgsqlDbType.Text, row => row.Kind);
        Add(NpgsqlDbType.Uuid, row => row.OrderId);
        Add(NpgsqlDbType.Uuid, row => row.SagaId);
        Add(NpgsqlDbType.Numeric, row => row.Amount);
        Add(NpgsqlDbType.Text, row => row.Currency);
        Add(NpgsqlDbType.Text, row => row.GatewayReference);
        Add(NpgsqlDbType.Text, row => row.Reason);
        Add(NpgsqlDbType.Text, row => row.Tenant);
        return new WriteStatements([insert]);

        void Add<TValue>(NpgsqlDbType type, Func<PaymentEntry, TValue> value) =>
            insert.Parameters.Add(new NpgsqlParameter<TValue[]> { TypedValue = [.. rows.Select(value)], NpgsqlDbType = NpgsqlDbType.Array | type });
    }
}
