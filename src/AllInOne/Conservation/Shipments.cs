namespace Sagas.AllInOne.Conservation;

/// <summary>What Shipping says.</summary>
static class Shipments
{
    const string Dispatched = """
        select line ->> 'sku', sum((line ->> 'quantity')::bigint)::bigint
        from shipments cross join jsonb_array_elements(lines) as line
        where status in ('dispatched', 'delivered')
        group by 1
        """;

    const string Confirmed = "select order_id from shipments where status <> 'cancelled'";

    /// <summary>The units that left, by SKU.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> DispatchedAsync(string shipping, CancellationToken cancellationToken) =>
        (await Rows.ReadAsync(shipping, Dispatched, row => (Sku: row.GetString(0), Units: row.GetInt64(1)), cancellationToken))
        .ToDictionary(line => line.Sku, line => line.Units);

    /// <summary>The orders that have a shipment that was not cancelled.</summary>
    public static async Task<IReadOnlySet<Guid>> ConfirmedOrdersAsync(string shipping, CancellationToken cancellationToken) =>
        (await Rows.ReadAsync(shipping, Confirmed, row => row.GetGuid(0), cancellationToken)).ToHashSet();
}
