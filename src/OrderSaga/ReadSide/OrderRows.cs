using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.Orders;
using Sagas.Projections;
using Sagas.Transactions;

namespace Sagas.OrderSaga.ReadSide;

/// <summary>Reads and writes the tables of orders, each with one statement for all orders of a batch.</summary>
static class OrderRows
{
    /// <summary>So many orders that are new to a batch make copying worth its round trips.</summary>
    const int Many = 200;

    const string Load =
        "select order_id, state, version, placed_at, changed_at, ended_at, tenant from order_summaries where slot = $1 and order_id = any($2)";

    // A stream is projected by one process at a time: nobody else writes these orders' rows.
    const string SaveSummaries =
        """
        insert into order_summaries as s (slot, order_id, tenant, customer_id, status, placed_at, changed_at, ended_at, total, currency, lines, carrier, tracking_number, version, state)
        select $1, * from unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        on conflict (slot, order_id) do update set status = excluded.status, changed_at = excluded.changed_at, ended_at = excluded.ended_at, total = excluded.total,
          currency = excluded.currency, lines = excluded.lines, carrier = excluded.carrier, tracking_number = excluded.tracking_number, version = excluded.version, state = excluded.state
        """;

    // Each row by its key, one after the other: a join is planned while the table is next to empty, as a scan of it, and the plan is kept while the table grows.
    const string LeaveStatuses =
        """
        update order_status_history h set left_at = n.left_at
        from unnest($2, $3) as n (order_id, left_at)
        cross join lateral (select s.ctid from order_status_history s where s.slot = $1 and s.order_id = n.order_id and s.left_at is null limit 1) s
        where h.slot = $1 and h.ctid = s.ctid
        """;

    const string EnterStatuses =
        """
        insert into order_status_history (slot, order_id, version, tenant, status, came_from, entered_at, left_at)
        select $1, * from unnest($2, $3, $4, $5, $6, $7, $8)
        """;

    // These rows are shared with the other processes: always in the order of the keys, flows before totals, so that two that wait for each other can't be.
    const string AddFlows =
        """
        insert into order_status_flows as f (slot, tenant, span, starts_at, status, change)
        select $1, * from unnest($2, $3, $4, $5, $6) as n (tenant, span, starts_at, status, change) order by n.tenant, n.span, n.starts_at, n.status
        on conflict (slot, tenant, span, starts_at, status) do update set change = f.change + excluded.change
        """;

    const string AddTotals =
        """
        insert into customer_totals as t (slot, tenant, customer_id, day, currency, orders, confirmed, confirmed_total, refunded_total)
        select $1, * from unnest($2, $3, $4, $5, $6, $7, $8, $9) as n (tenant, customer_id, day, currency, orders, confirmed, confirmed_total, refunded_total)
        order by n.tenant, n.customer_id, n.day, n.currency
        on conflict (slot, tenant, customer_id, day, currency) do update set orders = t.orders + excluded.orders, confirmed = t.confirmed + excluded.confirmed,
          confirmed_total = t.confirmed_total + excluded.confirmed_total, refunded_total = t.refunded_total + excluded.refunded_total
        """;

    public static async Task<Dictionary<Guid, OrderFolded>> LoadAsync(ProjectionBatch batch, Guid[] orders, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        if (orders.Length == 0)
            return [];
        var rows = await new NpgsqlCommand(Load, batch.Connection).With(batch.Slot).With(orders).ReadAsync(
            row => (OrderId: row.GetGuid(0), Folded: new OrderFolded(
                JsonSerializer.Deserialize<OrderState>(row.GetFieldValue<byte[]>(1), json)!,
                row.GetInt64(2),
                row.GetFieldValue<DateTimeOffset>(3),
                row.GetFieldValue<DateTimeOffset>(4),
                row.IsDBNull(5) ? null : row.GetFieldValue<DateTimeOffset>(5),
                row.GetString(6))),
            cancellationToken);
        return rows.ToDictionary(row => row.OrderId, row => row.Folded);
    }

    public static Task SaveAsync(ProjectionBatch batch, IReadOnlyList<OrderChange> changes, JsonSerializerOptions json, CancellationToken cancellationToken) =>
        changes.Count(change => change.IsNew) < Many ? SaveFewAsync(batch, changes, json, cancellationToken) : SaveManyAsync(batch, changes, json, cancellationToken);

    static async Task SaveFewAsync(ProjectionBatch batch, IReadOnlyList<OrderChange> changes, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        await using var statements = batch.Connection.CreateBatch();
        AddSummaries(statements, batch.Slot, changes, json);
        AddLeftStatuses(statements, batch.Slot, changes);
        AddEnteredStatuses(statements, batch.Slot, changes);
        AddFlowsOf(statements, batch.Slot, changes);
        AddShares(statements, batch.Slot, changes);
        await statements.ExecuteNonQueryAsync(cancellationToken);
    }

    // In the same order: what is left is the one status of an order that is open, until the next ones are there.
    static async Task SaveManyAsync(ProjectionBatch batch, IReadOnlyList<OrderChange> changes, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        await using (var rows = batch.Connection.CreateBatch())
        {
            AddSummaries(rows, batch.Slot, [.. changes.Where(change => !change.IsNew)], json);
            AddLeftStatuses(rows, batch.Slot, changes);
            if (rows.BatchCommands.Count > 0)
                await rows.ExecuteNonQueryAsync(cancellationToken);
        }

        await NewOrderRows.CopySummariesAsync(batch, changes.Where(change => change.IsNew), json, cancellationToken);
        await NewOrderRows.CopyStatusesAsync(batch, changes, cancellationToken);
        await using var sums = batch.Connection.CreateBatch();
        AddFlowsOf(sums, batch.Slot, changes);
        AddShares(sums, batch.Slot, changes);
        if (sums.BatchCommands.Count > 0)
            await sums.ExecuteNonQueryAsync(cancellationToken);
    }

    static void AddSummaries(NpgsqlBatch statements, string slot, IReadOnlyList<OrderChange> changes, JsonSerializerOptions json)
    {
        if (changes.Count > 0)
            statements.BatchCommands.Add(Summaries(slot, changes, json));
    }

    static NpgsqlBatchCommand Summaries(string slot, IReadOnlyList<OrderChange> changes, JsonSerializerOptions json) => Of(SaveSummaries, slot)
        .WithColumn(NpgsqlDbType.Uuid, changes, change => change.OrderId)
        .WithColumn(NpgsqlDbType.Text, changes, change => change.After.Tenant)
        .WithColumn(NpgsqlDbType.Text, changes, change => change.After.State.CustomerId!)
        .WithColumn(NpgsqlDbType.Text, changes, change => change.After.State.Status.ToString())
        .WithColumn(NpgsqlDbType.TimestampTz, changes, change => change.After.PlacedAt)
        .WithColumn(NpgsqlDbType.TimestampTz, changes, change => change.After.ChangedAt)
        .WithColumn(NpgsqlDbType.TimestampTz, changes, change => change.After.EndedAt)
        .WithColumn(NpgsqlDbType.Numeric, changes, change => change.After.State.Reservation.Total?.Amount)
        .WithColumn(NpgsqlDbType.Text, changes, change => change.After.State.Reservation.Total?.Currency)
        .WithColumn(NpgsqlDbType.Jsonb, changes, change => JsonSerializer.Serialize(change.After.State.Lines, json))
        .WithColumn(NpgsqlDbType.Text, changes, change => change.After.State.Shipment.Carrier)
        .WithColumn(NpgsqlDbType.Text, changes, change => change.After.State.Shipment.TrackingNumber)
        .WithColumn(NpgsqlDbType.Bigint, changes, change => change.After.Version)
        .WithColumn(NpgsqlDbType.Jsonb, changes, change => JsonSerializer.Serialize(change.After.State, json));

    static void AddLeftStatuses(NpgsqlBatch statements, string slot, IReadOnlyList<OrderChange> changes)
    {
        var left = changes.Where(change => change.LeftBefore is not null).ToList();
        if (left.Count == 0)
            return;
        statements.BatchCommands.Add(Of(LeaveStatuses, slot)
            .WithColumn(NpgsqlDbType.Uuid, left, change => change.OrderId)
            .WithColumn(NpgsqlDbType.TimestampTz, left, change => change.LeftBefore!.Value));
    }

    static void AddEnteredStatuses(NpgsqlBatch statements, string slot, IReadOnlyList<OrderChange> changes)
    {
        var entered = changes.SelectMany(change => change.Periods.Select(period => (change.OrderId, change.After.Tenant, Period: period))).ToList();
        if (entered.Count == 0)
            return;
        statements.BatchCommands.Add(Of(EnterStatuses, slot)
            .WithColumn(NpgsqlDbType.Uuid, entered, row => row.OrderId)
            .WithColumn(NpgsqlDbType.Bigint, entered, row => row.Period.Version)
            .WithColumn(NpgsqlDbType.Text, entered, row => row.Tenant)
            .WithColumn(NpgsqlDbType.Text, entered, row => row.Period.Status.ToString())
            .WithColumn(NpgsqlDbType.Text, entered, row => row.Period.CameFrom?.ToString())
            .WithColumn(NpgsqlDbType.TimestampTz, entered, row => row.Period.EnteredAt)
            .WithColumn(NpgsqlDbType.TimestampTz, entered, row => row.Period.LeftAt));
    }

    static void AddFlowsOf(NpgsqlBatch statements, string slot, IReadOnlyList<OrderChange> changes)
    {
        var flows = OrderFlows.Of(changes);
        if (flows.Count == 0)
            return;
        statements.BatchCommands.Add(Of(AddFlows, slot)
            .WithColumn(NpgsqlDbType.Text, flows, flow => flow.Tenant)
            .WithColumn(NpgsqlDbType.Text, flows, flow => flow.Span.Name)
            .WithColumn(NpgsqlDbType.TimestampTz, flows, flow => flow.StartsAt)
            .WithColumn(NpgsqlDbType.Text, flows, flow => flow.Status.ToString())
            .WithColumn(NpgsqlDbType.Bigint, flows, flow => flow.Change));
    }

    static void AddShares(NpgsqlBatch statements, string slot, IReadOnlyList<OrderChange> changes)
    {
        var shares = changes.Where(change => change.Share != default)
            .GroupBy(change => (change.After.Tenant, CustomerId: change.After.State.CustomerId!, Day: DateOnly.FromDateTime(change.After.PlacedAt.UtcDateTime), change.After.State.Reservation.Total!.Currency))
            .Select(group => (group.Key, Sum: group.Aggregate(default(CustomerShare), (sum, change) => sum + change.Share)))
            .ToList();
        if (shares.Count == 0)
            return;
        statements.BatchCommands.Add(Of(AddTotals, slot)
            .WithColumn(NpgsqlDbType.Text, shares, share => share.Key.Tenant)
            .WithColumn(NpgsqlDbType.Text, shares, share => share.Key.CustomerId)
            .WithColumn(NpgsqlDbType.Date, shares, share => share.Key.Day)
            .WithColumn(NpgsqlDbType.Text, shares, share => share.Key.Currency)
            .WithColumn(NpgsqlDbType.Bigint, shares, share => share.Sum.Orders)
            .WithColumn(NpgsqlDbType.Bigint, shares, share => share.Sum.Confirmed)
            .WithColumn(NpgsqlDbType.Numeric, shares, share => share.Sum.ConfirmedTotal)
            .WithColumn(NpgsqlDbType.Numeric, shares, share => share.Sum.RefundedTotal));
    }

    static NpgsqlBatchCommand Of(string sql, string slot) => new(sql) { Parameters = { new NpgsqlParameter<string> { TypedValue = slot } } };
}
