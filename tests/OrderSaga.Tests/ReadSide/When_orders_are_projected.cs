using Sagas.EventStore;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.Tests.ReadSide;

public sealed class When_orders_are_projected(HostWithOrders host) : IClassFixture<HostWithOrders>
{
    [Fact]
    public async Task a_summary_is_the_fold_of_its_stream_row_by_row()
    {
        var rows = await host.Database.QueryAsync(
            "select order_id, customer_id, status, total, currency, tracking_number, version, placed_at, changed_at, ended_at from order_summaries where slot = 'a'",
            row => string.Join('|', Enumerable.Range(0, row.FieldCount).Select(column => row[column] is DateTime at ? $"{at:O}" : FormattableString.Invariant($"{row[column]}"))));

        var expected = host.Streams.Select(stream =>
        {
            var order = host.FoldOf(stream.Events);
            var ended = stream.Events.Select((recorded, n) => (recorded.RecordedAt, Order: host.FoldOf(stream.Events.Take(n + 1)))).FirstOrDefault(moment => moment.Order.Outcome is not null);
            return FormattableString.Invariant(
                $"{stream.OrderId}|{order.CustomerId}|{order.Status}|{order.Reservation.Total?.Amount:0.0000}|{order.Reservation.Total?.Currency}|{order.Shipment.TrackingNumber}|{stream.Events.Count}|{stream.Events[0].RecordedAt.UtcDateTime:O}|{stream.Events[^1].RecordedAt.UtcDateTime:O}|{(ended.Order is null ? "" : FormattableString.Invariant($"{ended.RecordedAt.UtcDateTime:O}"))}");
        });
        rows.Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task the_history_tells_which_status_from_when_to_when()
    {
        var rows = await host.Database.QueryAsync(
            "select order_id, version, status, entered_at, left_at from order_status_history where slot = 'a'",
            row => (OrderId: row.GetGuid(0), Version: row.GetInt64(1), Status: row.GetString(2), EnteredAt: row.GetDateTime(3), LeftAt: row.IsDBNull(4) ? (DateTime?)null : row.GetDateTime(4)));

        var expected = host.Streams.SelectMany(stream =>
        {
            var moments = stream.Events.Select((recorded, n) => (recorded.Version, recorded.RecordedAt, host.FoldOf(stream.Events.Take(n + 1)).Status)).ToList();
            var turns = moments.Where((moment, n) => n == 0 || moments[n - 1].Status != moment.Status).ToList();
            return turns.Select((turn, n) => (
                stream.OrderId, turn.Version, Status: turn.Status.ToString(), EnteredAt: turn.RecordedAt.UtcDateTime,
                LeftAt: n + 1 < turns.Count ? turns[n + 1].RecordedAt.UtcDateTime : (DateTime?)null));
        });
        rows.OrderBy(row => row.OrderId).ThenBy(row => row.Version).ShouldBe(expected.OrderBy(row => row.OrderId).ThenBy(row => row.Version));
    }

    [Fact]
    public async Task a_customers_totals_add_up_what_its_orders_of_a_day_come_to()
    {
        var rows = await host.Database.QueryAsync(
            "select customer_id, day, currency, orders, confirmed, confirmed_total, refunded_total from customer_totals where slot = 'a'",
            row => (row.GetString(0), row.GetFieldValue<DateOnly>(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4), row.GetDecimal(5), row.GetDecimal(6)));

        var expected = host.Streams.Select(stream => (Day: DateOnly.FromDateTime(stream.Events[0].RecordedAt.UtcDateTime), Order: host.FoldOf(stream.Events)))
            .Where(placed => placed.Order.Reservation.Total is not null)
            .GroupBy(placed => (placed.Order.CustomerId!, placed.Day, placed.Order.Reservation.Total!.Currency))
            .Select(group => (
                group.Key.Item1, group.Key.Day, group.Key.Currency, (long)group.Count(), group.LongCount(placed => placed.Order.Outcome == OrderOutcome.Confirmed),
                group.Sum(placed => placed.Order.Outcome == OrderOutcome.Confirmed ? placed.Order.Reservation.Total!.Amount : 0),
                group.Sum(placed => placed.Order.Payment.Refunded?.Amount ?? 0)));
        rows.Order().ShouldBe(expected.Order());
        rows.Select(row => row.Item2).Distinct().Count().ShouldBeGreaterThan(1, "the orders are of two days");
    }

    [Fact]
    public async Task nothing_personal_is_in_it()
    {
        var rows = await host.Database.QueryAsync("select s::text from order_summaries s", row => row.GetString(0));

        rows.ShouldNotBeEmpty();
        rows.ShouldAllBe(row => !row.Contains("Moos") && !row.Contains("Forsterstr") && !row.Contains("Mannheim"));
    }
}
