namespace Sagas.AllInOne.Conservation;

/// <param name="OrderId">The order.</param>
/// <param name="Captured">What was taken from the customer.</param>
/// <param name="Refunded">What was given back.</param>
sealed record PaymentOfOrder(Guid OrderId, decimal Captured, decimal Refunded)
{
    // The gateway knows no orders, only keys. A key begins with the id of the saga that made it, which is the order's.
    const string GatewayRecord = """
        select left(key, 36)::uuid, coalesce(sum(amount) filter (where outcome = 'captured'), 0), coalesce(sum(amount) filter (where refund_reference is not null), 0)
        from charges group by 1
        """;

    const string Ledger = "select order_id, coalesce(sum(captured), 0), coalesce(sum(refunded), 0) from payments group by order_id";

    public decimal Held => Captured - Refunded;

    public override string ToString() => $"{Captured:0.00##} captured and {Refunded:0.00##} refunded";

    public static Task<List<PaymentOfOrder>> ReadGatewayAsync(string paymentGateway, CancellationToken cancellationToken) =>
        ReadAsync(paymentGateway, GatewayRecord, cancellationToken);

    public static Task<List<PaymentOfOrder>> ReadLedgerAsync(string payment, CancellationToken cancellationToken) => ReadAsync(payment, Ledger, cancellationToken);

    static Task<List<PaymentOfOrder>> ReadAsync(string database, string query, CancellationToken cancellationToken) =>
        Rows.ReadAsync(database, query, row => new PaymentOfOrder(row.GetGuid(0), row.GetDecimal(1), row.GetDecimal(2)), cancellationToken);
}
