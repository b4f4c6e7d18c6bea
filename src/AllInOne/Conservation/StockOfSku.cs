namespace Sagas.AllInOne.Conservation;

/// <summary>What Inventory says about a SKU: what came in, what there is, and what its movements add up to.</summary>
sealed record StockOfSku(string Sku, long Received, Levels Now, Levels Moved)
{
    // One statement and so one snapshot: the services may be at work meanwhile.
    const string Query = """
        select sku, coalesce(received, 0), available, reserved, shipped, coalesce(moved_available, 0), coalesce(moved_reserved, 0), coalesce(moved_shipped, 0)
        from stock
        left join (select sku, sum(quantity) as received from receipts group by sku) as receipts using (sku)
        left join (
          select sku,
            sum(case kind when 'receipt' then quantity when 'unreservation' then quantity when 'reservation' then -quantity else 0 end) as moved_available,
            sum(case kind when 'reservation' then quantity when 'receipt' then 0 else -quantity end) as moved_reserved,
            sum(case kind when 'dispatch' then quantity else 0 end) as moved_shipped
          from movements group by sku
        ) as movements using (sku)
        order by sku
        """;

    public static Task<List<StockOfSku>> ReadAsync(string inventory, CancellationToken cancellationToken) => Rows.ReadAsync(
        inventory,
        Query,
        row => new StockOfSku(
            row.GetString(0),
            row.GetInt64(1),
            new Levels(row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)),
            new Levels(row.GetInt64(5), row.GetInt64(6), row.GetInt64(7))),
        cancellationToken);
}

/// <summary>Units that are free, promised to an order, and gone.</summary>
sealed record Levels(long Available, long Reserved, long Shipped)
{
    public long Sum => Available + Reserved + Shipped;

    public override string ToString() => $"{Available} available, {Reserved} reserved, {Shipped} shipped";
}
