namespace Sagas.AllInOne.Conservation;

static class ScarcestStock
{
    // Movements of one SKU are numbered while its stock row is locked, so their numbers tell their true order.
    const string Query = """
        select sku, min(available) from (
          select sku, sum(case when kind in ('receipt', 'unreservation', 'restock') then quantity when kind = 'reservation' then -quantity else 0 end)
            over (partition by sku order by movement_id) as available
          from movements
        ) as levels
        group by sku
        """;

    /// <summary>The fewest units of each SKU that were ever free since the first came in.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> ReadAsync(string inventory, CancellationToken cancellationToken)
    {
        var levels = await Rows.ReadAsync(inventory, Query, row => (Sku: row.GetString(0), Available: row.GetInt64(1)), cancellationToken);
        return levels.ToDictionary(level => level.Sku, level => (int)level.Available);
    }
}
