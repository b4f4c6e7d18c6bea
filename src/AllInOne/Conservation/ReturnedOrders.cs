namespace Sagas.AllInOne.Conservation;

static class ReturnedOrders
{
    const string Query = """
        select order_id from returns
        where state = 'inspected'
          and (restocked_at is not null or not exists (select from return_lines line where line.return_id = returns.return_id and sound > 0))
          and (written_off_at is not null or not exists (select from return_lines line where line.return_id = returns.return_id and damaged > 0))
        """;

    const string Completed = "select substr(stream, 7)::uuid from recorded_events where type = 'order-return-completed'";

    /// <summary>The orders whose return is complete, as their streams say.</summary>
    public static async Task<IReadOnlySet<Guid>> CompletedAsync(string orderSaga, CancellationToken cancellationToken) =>
        (await Rows.ReadAsync(orderSaga, Completed, row => row.GetGuid(0), cancellationToken)).ToHashSet();

    /// <summary>The orders of which Inventory has every unit back, on the shelf or written off.</summary>
    public static async Task<IReadOnlySet<Guid>> ReadAsync(string inventory, CancellationToken cancellationToken) =>
        (await Rows.ReadAsync(inventory, Query, row => row.GetGuid(0), cancellationToken)).ToHashSet();
}
