namespace Sagas.AllInOne.Conservation;

/// <param name="OrderId">The order.</param>
/// <param name="Captured">What was taken from the customer.</param>
/// <param name="Refunded">What was given back.</param>
sealed record PaymentOfOrder(Guid OrderId, decimal Captured, decimal Refunded)
{
    // A key that was voided before its capture came has no order, and nothing to add up.
    const string GatewayRecord = """
        select order_id, coalesce(sum(amount) filter (where status in ('captured', 'refunded')), 0), coalesce(sum(amount) filter (where status = 'refunded'), 0)
        from charges where order_id is not null group by order_id
        """;

    const string Ledger = """
        select order_id, coalesce(sum(amount) filter (where kind = 'captured'), 0), coalesce(sum(amount) filter (where kind = 'refunded'), 0)
        from payment_entries group by order_id
        """;

    public decimal Held => Captured - Refunded;

    public override string ToString() => $"{Captured:0.00##} captured and {Refunded:0.00##} refunded";

    public static Task<List<PaymentOfOrder>> ReadGatewayAsync(string paymentGateway, CancellationToken cancellationToken) =>
        ReadAsync(paymentGateway, GatewayRecord, cancellationToken);

    public static Task<List<PaymentOfOrder>> ReadLedgerAsync(string payment, CancellationToken cancellationToken) => ReadAsync(payment, Ledger, cancellationToken);

    static Task<List<PaymentOfOrder>> ReadAsync(string database, string query, CancellationToken cancellationToken) =>
        Rows.ReadAsync(database, query, row => new PaymentOfOrder(row.GetGuid(0), row.GetDecimal(1), row.GetDecimal(2)), cancellationToken);
}
