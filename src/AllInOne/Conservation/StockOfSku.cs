namespace Sagas.AllInOne.Conservation;

/// <summary>What Inventory says about a SKU: what came in, what came back, what there is, and what its movements add up to.</summary>
sealed record StockOfSku(string Sku, long Received, long Returned, Levels Now, Levels Moved)
{
    // One statement and so one snapshot: the services may be at work meanwhile.
    const string Query = """
        select sku, coalesce(received, 0), coalesce(returned, 0), available, reserved, shipped, written_off,
          coalesce(moved_available, 0), coalesce(moved_reserved, 0), coalesce(moved_shipped, 0), coalesce(moved_written_off, 0)
        from stock
        left join (select sku, sum(quantity) as received from receipts group by sku) as receipts using (sku)
        left join (
          select sku, sum(case when restocked_at is null then 0 else sound end + case when written_off_at is null then 0 else damaged end) as returned
          from return_lines join returns using (return_id) group by sku
        ) as return_lines using (sku)
        left join (
          select sku,
            sum(case when kind in ('receipt', 'unreservation', 'restock') then quantity when kind = 'reservation' then -quantity else 0 end) as moved_available,
            sum(case when kind = 'reservation' then quantity when kind in ('unreservation', 'dispatch') then -quantity else 0 end) as moved_reserved,
            sum(case kind when 'dispatch' then quantity else 0 end) as moved_shipped,
            sum(case kind when 'write-off' then quantity else 0 end) as moved_written_off
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
            row.GetInt64(2),
            new Levels(row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6)),
            new Levels(row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.GetInt64(10))),
        cancellationToken);
}

/// <summary>Units that are free, promised to an order, gone, and written off.</summary>
sealed record Levels(long Available, long Reserved, long Shipped, long WrittenOff = 0)
{
    public long Sum => Available + Reserved + Shipped + WrittenOff;

    public override string ToString() => $"{Available} available, {Reserved} reserved, {Shipped} shipped, {WrittenOff} written off";
}
