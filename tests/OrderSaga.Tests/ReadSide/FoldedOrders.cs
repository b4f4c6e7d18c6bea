using System.Globalization;
using Npgsql;
using Sagas.EventStore;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.ReadSide;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.ReadSide;

/// <summary>What the rows of the orders' read model have to be, made of the streams alone: each table's rows as texts.</summary>
sealed class FoldedOrders(EventSerializer serializer, IReadOnlyList<(Guid OrderId, IReadOnlyList<RecordedEvent> Events)> streams)
{
    static readonly (string Table, string Query)[] Queries =
    [
        ("order_summaries", """
            select concat_ws('|', order_id, tenant, customer_id, status, total, currency, carrier, tracking_number, version, placed_at, changed_at, ended_at) from order_summaries
            """),
        ("order_status_history", "select concat_ws('|', order_id, version, tenant, status, came_from, entered_at, left_at) from order_status_history"),
        ("order_status_flows", "select concat_ws('|', tenant, span, starts_at, status, change) from order_status_flows"),
        ("customer_totals", "select concat_ws('|', tenant, customer_id, day, currency, orders, confirmed, confirmed_total, refunded_total) from customer_totals"),
    ];

    readonly IReadOnlyList<Folded> _orders = [.. streams.Select(stream => new Folded(stream.OrderId, stream.Events, Moments(serializer, stream.Events)))];

    /// <summary>Rows that the live read model has and should not have, or should have and has not.</summary>
    public async Task<IReadOnlyList<string>> DifferencesAsync(TestDatabase database)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        return await DifferencesAsync(connection);
    }

    /// <summary>The same, as a transaction sees it.</summary>
    public async Task<IReadOnlyList<string>> DifferencesAsync(NpgsqlConnection connection)
    {
        var differences = new List<string>();
        // As texts of instants are compared.
        await new NpgsqlCommand("set timezone = 'UTC'", connection).ReadAsync(_ => 0, TestContext.Current.CancellationToken);
        foreach (var (table, query) in Queries)
        {
            // Sums that say zero may be there or not.
            var zero = table == "order_status_flows" ? "and change <> 0" : "";
            var rows = (await new NpgsqlCommand($"{query} where slot = {OrderReadModel.LiveSlot} {zero}", connection).ReadAsync(row => row.GetString(0), TestContext.Current.CancellationToken))
                .ToHashSet(StringComparer.Ordinal);
            var expected = RowsOf(table).ToHashSet(StringComparer.Ordinal);
            differences.AddRange(rows.Except(expected, StringComparer.Ordinal).Select(row => $"{table} has {row}"));
            differences.AddRange(expected.Except(rows, StringComparer.Ordinal).Select(row => $"{table} has no {row}"));
        }

        return differences;
    }

    IEnumerable<string> RowsOf(string table) => table switch
    {
        "order_summaries" => _orders.Select(Summary),
        "order_status_history" => _orders.SelectMany(order => order.Turns.Select((turn, n) => Row(
            order.OrderId, turn.Version, order.Tenant, turn.Status, n > 0 ? order.Turns[n - 1].Status : null, turn.At, n + 1 < order.Turns.Count ? order.Turns[n + 1].At : null))),
        "order_status_flows" => Flows(),
        _ => Totals(),
    };

    static string Summary(Folded order)
    {
        var state = order.Moments[^1].State;
        var ended = order.Moments.FirstOrDefault(moment => moment.State.Outcome is not null);
        return Row(
            order.OrderId, order.Tenant, state.CustomerId, state.Status, state.Reservation.Total?.Amount, state.Reservation.Total?.Currency, state.Shipment.Carrier, state.Shipment.TrackingNumber,
            order.Events.Count, order.Moments[0].At, order.Moments[^1].At, ended.State is null ? null : ended.At);
    }

    IEnumerable<string> Flows() => _orders
        .SelectMany(order => order.Turns.SelectMany((turn, n) => n == 0
            ? [(order.Tenant, turn.At, turn.Status, Change: 1L)]
            : new[] { (order.Tenant, turn.At, turn.Status, Change: 1L), (order.Tenant, turn.At, order.Turns[n - 1].Status, Change: -1L) }))
        .SelectMany(move => new[] { "yyyy-01-01 00:00:00", "yyyy-MM-01 00:00:00", "yyyy-MM-dd 00:00:00", "yyyy-MM-dd HH:00:00", "yyyy-MM-dd HH:mm:00", "yyyy-MM-dd HH:mm:ss" }
            .Zip(FlowSpan.All, (format, span) => (move.Tenant, Span: span.Name, StartsAt: move.At.UtcDateTime.ToString(format, CultureInfo.InvariantCulture) + "+00", move.Status, move.Change)))
        .GroupBy(move => (move.Tenant, move.Span, move.StartsAt, move.Status), move => move.Change)
        .Where(flow => flow.Sum() != 0)
        .Select(flow => Row(flow.Key.Tenant, flow.Key.Span, flow.Key.StartsAt, flow.Key.Status, flow.Sum()));

    IEnumerable<string> Totals() => _orders
        .Select(order => (order.Tenant, Day: order.Moments[0].At.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), order.Moments[^1].State))
        .Where(order => order.State.Reservation.Total is not null)
        .GroupBy(order => (order.Tenant, order.State.CustomerId, order.Day, order.State.Reservation.Total!.Currency), order => order.State)
        .Select(day => Row(
            day.Key.Tenant, day.Key.CustomerId, day.Key.Day, day.Key.Currency, day.LongCount(), day.LongCount(order => order.Outcome == OrderOutcome.Confirmed),
            day.Sum(order => order.Outcome == OrderOutcome.Confirmed ? order.Reservation.Total!.Amount : 0), day.Sum(order => order.Payment.Refunded?.Amount ?? 0)));

    static List<Moment> Moments(EventSerializer serializer, IReadOnlyList<RecordedEvent> events)
    {
        var moments = new List<Moment>();
        var (state, at) = (OrderState.Initial, DateTimeOffset.MinValue);
        foreach (var recorded in events)
        {
            state = OrderStateFold.Evolve(state, (OrderEvent)serializer.Deserialize(recorded));
            // The clocks of two hosts may disagree; an order's time only goes forward.
            at = recorded.RecordedAt > at ? recorded.RecordedAt : at;
            moments.Add(new Moment(recorded.Version, at, state));
        }

        return moments;
    }

    /// <summary>As PostgreSQL writes them one after the other, what is null left out.</summary>
    static string Row(params IEnumerable<object?> values) => string.Join('|', values.Where(value => value is not null).Select(value => value switch
    {
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture) + "+00",
        decimal amount => amount.ToString("0.0000", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    }));

    readonly record struct Moment(long Version, DateTimeOffset At, OrderState State)
    {
        public OrderStatus Status => State.Status;
    }

    sealed record Folded(Guid OrderId, IReadOnlyList<RecordedEvent> Events, IReadOnlyList<Moment> Moments)
    {
        public string Tenant => Events[0].Tenant;

        public IReadOnlyList<Moment> Turns { get; } = [.. Moments.Where((moment, n) => n == 0 || Moments[n - 1].Status != moment.Status)];
    }
}
