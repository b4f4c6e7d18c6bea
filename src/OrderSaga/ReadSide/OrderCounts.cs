using Npgsql;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.ReadSide;

/// <summary>How many orders are in each status.</summary>
/// <param name="At">When.</param>
/// <param name="Counts">By status; those that no order is in are left out.</param>
public sealed record OrderCountsView(DateTimeOffset At, IReadOnlyDictionary<OrderStatus, long> Counts);

/// <summary>Counts orders by their status at any instant. It reads a few rows for each status and length of span, however many orders there are.</summary>
sealed class OrderCounts(NpgsqlDataSource database)
{
    // Of each length the whole spans before the instant, and of its second what happened one by one, the end of the instant included.
    static readonly string Query =
        $"""
        select status, sum(change)::bigint from (
          {string.Join("\n  union all\n  ", FlowSpan.All.Select(Whole))}
          union all
          select status, 1 from order_status_history {OfTheSecond}
          union all
          select came_from, -1 from order_status_history {OfTheSecond} and came_from is not null) moves
        group by status having sum(change) <> 0
        """;

    const string OfTheSecond = $"where slot = {OrderReadModel.LiveSlot} and tenant = $1 and entered_at >= date_trunc('second', $2, 'UTC') and entered_at <= $2";

    public async Task<OrderCountsView> AtAsync(string tenant, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var counts = await ReadAsync(tenant, at, sql => sql, row => (Status: Enum.Parse<OrderStatus>(row.GetString(0)), Orders: row.GetInt64(1)), cancellationToken);
        return new OrderCountsView(at.ToUniversalTime(), counts.OrderBy(count => count.Status).ToDictionary(count => count.Status, count => count.Orders));
    }

    /// <summary>Runs the query, or one about it.</summary>
    internal Task<List<T>> ReadAsync<T>(string tenant, DateTimeOffset at, Func<string, string> about, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        database.CreateCommand(about(Query)).With(tenant).With(at.ToUniversalTime()).ReadAsync(read, cancellationToken);

    static string Whole(FlowSpan span, int index)
    {
        var since = index == 0 ? "" : $"starts_at >= date_trunc('{FlowSpan.All[index - 1].Name}', $2, 'UTC') and ";
        return $"select status, change from order_status_flows where slot = {OrderReadModel.LiveSlot} and tenant = $1 and span = '{span.Name}' and {since}starts_at < date_trunc('{span.Name}', $2, 'UTC')";
    }
}
