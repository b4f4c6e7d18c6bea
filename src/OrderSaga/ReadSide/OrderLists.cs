using System.Text.Json;
using Npgsql;
using Sagas.Contracts;
using Sagas.Contracts.Orders;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.ReadSide;

/// <summary>Which orders of a tenant to list; what is null does not matter.</summary>
sealed record OrderCriteria(string Tenant, string? CustomerId, OrderStatus? Status, OrderCursor? After, int Limit);

/// <summary>Lists orders, page by page. An order that changes, or a new one, moves none from one page to another.</summary>
sealed class OrderLists(NpgsqlDataSource database)
{
    const string Columns =
        "order_id, customer_id, status, placed_at, changed_at, ended_at, total, currency, lines, carrier, tracking_number, version";

    public async Task<OrderPage> FindAsync(OrderCriteria wanted, CancellationToken cancellationToken)
    {
        var orders = await ReadAsync(wanted, sql => sql, Read, cancellationToken);
        return orders.Count <= wanted.Limit
            ? new OrderPage(orders, null)
            : new OrderPage(orders[..wanted.Limit], new OrderCursor(orders[wanted.Limit - 1].PlacedAt, orders[wanted.Limit - 1].OrderId).ToString());
    }

    /// <summary>Runs the query, or one about it.</summary>
    internal Task<List<T>> ReadAsync<T>(OrderCriteria wanted, Func<string, string> about, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var query = Query(wanted);
        query.CommandText = about(query.CommandText);
        return query.ReadAsync(read, cancellationToken);
    }

    // Each kind of list is a statement of its own, with an index of its own. One more than the page tells whether there is a next one.
    NpgsqlCommand Query(OrderCriteria wanted)
    {
        var command = database.CreateCommand();
        var conditions = new List<string> { $"slot = {OrderReadModel.LiveSlot}", $"tenant = {Next(wanted.Tenant)}" };
        if (wanted.CustomerId is { } customer)
            conditions.Add($"customer_id = {Next(customer)}");
        if (wanted.Status is { } status)
            conditions.Add($"status = {Next(status.ToString())}");
        if (wanted.After is { } after)
            conditions.Add($"(placed_at, order_id) < ({Next(after.PlacedAt)}, {Next(after.OrderId)})");
        var limit = Next(wanted.Limit + 1);
        command.CommandText = $"select {Columns} from order_summaries where {string.Join(" and ", conditions)} order by placed_at desc, order_id desc limit {limit}";
        return command;

        string Next<T>(T value) => FormattableString.Invariant($"${command.With(value).Parameters.Count}");
    }

    static OrderSummaryView Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetString(1),
        Enum.Parse<OrderStatus>(row.GetString(2)),
        row.GetFieldValue<DateTimeOffset>(3),
        row.GetFieldValue<DateTimeOffset>(4),
        row.IsDBNull(5) ? null : row.GetFieldValue<DateTimeOffset>(5),
        row.IsDBNull(6) ? null : new Money(Currency.Plain(row.GetDecimal(6), row.GetString(7)), row.GetString(7)),
        JsonSerializer.Deserialize<OrderLine[]>(row.GetFieldValue<byte[]>(8), JsonSerializerOptions.Web)!,
        row.IsDBNull(9) ? null : row.GetString(9),
        row.IsDBNull(10) ? null : row.GetString(10),
        row.GetInt64(11));
}
