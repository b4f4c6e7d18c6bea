using System.Globalization;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.ReadSide;

namespace Sagas.OrderSaga.Tests.ReadSide;

/// <summary>
/// A read model of many orders, filled by SQL: four orders a second of 200 customers. Two of three are confirmed, leave an hour later and arrive a day later; the third is declined.
/// One of fifty is another tenant's.
/// </summary>
static class ManyOrders
{
    public const string Tenant = "default";

    public static DateTimeOffset PlacedAt(long order) => new DateTimeOffset(2026, 1, 5, 6, 0, 0, TimeSpan.Zero).AddMilliseconds(250 * order);

    public static OrderCriteria Of(string? customerId = null, OrderStatus? status = null, int limit = 100) => new(Tenant, customerId, status, null, limit);

    /// <param name="executeAsync">Runs a statement as the owner, however long it takes.</param>
    /// <param name="orders">How many.</param>
    public static async Task FillAsync(Func<string, Task> executeAsync, int orders)
    {
        await executeAsync(Summaries(orders));
        await executeAsync(History(orders));
        await executeAsync(Seconds);
        foreach (var span in FlowSpan.All.Where(span => span.Name != "second"))
            await executeAsync(Longer(span.Name));
        await executeAsync("vacuum analyze order_summaries, order_status_history, order_status_flows");
    }

    static string Orders(int orders) => string.Create(CultureInfo.InvariantCulture, $"""
        select n, ('0198f3a0-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id, case when n % 50 = 0 then 'another' else '{Tenant}' end as tenant,
          'C' || lpad((n % 200)::text, 4, '0') as customer, timestamptz '2026-01-05 06:00Z' + n * interval '250 ms' as placed
        from generate_series(1, {orders}) n
        """);

    static string Summaries(int orders) => $$"""
        insert into order_summaries (slot, order_id, tenant, customer_id, status, placed_at, changed_at, ended_at, total, currency, lines, carrier, tracking_number, version, state)
        select 'a', id, tenant, customer, case when n % 3 = 0 then 'Cancelled' else 'Delivered' end, placed, placed + case when n % 3 = 0 then interval '140 ms' else interval '1 day' end,
          placed + interval '140 ms', 38.50, 'EUR', '[{"sku": "NW-011", "quantity": 2}, {"sku": "NW-042", "quantity": 1}]',
          case when n % 3 <> 0 then 'Federal Shipping' end, case when n % 3 <> 0 then 'FS-2026-' || n end, case when n % 3 = 0 then 5 else 7 end, '{}'
        from ({{Orders(orders)}}) orders
        """;

    static string History(int orders) => $"""
        insert into order_status_history (slot, order_id, version, tenant, status, came_from, entered_at, left_at)
        select 'a', id, version, tenant, status, came_from, placed + after, placed + until
        from ({Orders(orders)}) orders
        cross join lateral (values
          (true, 1, 'Placed', null, interval '0', interval '40 ms'), (true, 2, 'Reserved', 'Placed', '40 ms', '90 ms'),
          (false, 3, 'Cancelling', 'Reserved', '90 ms', '140 ms'), (false, 5, 'Cancelled', 'Cancelling', '140 ms', null),
          (n % 3 <> 0, 3, 'Paid', 'Reserved', '90 ms', '140 ms'), (n % 3 <> 0, 5, 'Confirmed', 'Paid', '140 ms', '1 hour'),
          (n % 3 <> 0, 6, 'Dispatched', 'Confirmed', '1 hour', '1 day'), (n % 3 <> 0, 7, 'Delivered', 'Dispatched', '1 day', null)) story (goes, version, status, came_from, after, until)
        where goes or (n % 3 = 0 and status like 'Cancel%')
        """;

    const string Seconds = """
        insert into order_status_flows (slot, tenant, span, starts_at, status, change)
        select 'a', tenant, 'second', date_trunc('second', at, 'UTC'), status, sum(change) from (
          select tenant, entered_at as at, status, 1 as change from order_status_history
          union all
          select tenant, entered_at, came_from, -1 from order_status_history where came_from is not null) moves
        group by tenant, date_trunc('second', at, 'UTC'), status having sum(change) <> 0
        """;

    static string Longer(string span) => $"""
        insert into order_status_flows (slot, tenant, span, starts_at, status, change)
        select 'a', tenant, '{span}', date_trunc('{span}', starts_at, 'UTC'), status, sum(change) from order_status_flows where span = 'second'
        group by tenant, date_trunc('{span}', starts_at, 'UTC'), status having sum(change) <> 0
        """;
}
