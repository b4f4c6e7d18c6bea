using Npgsql;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.ReadSide;

/// <summary>How many orders are in each status.</summary>
/// <param name="At">When.</param>
/// <param name="Counts">By status; those that no order is in are left out.</param>
public sealed record OrderCountsView(DateTimeOffset At, IReadOnlyDictionary<OrderStatus, long> Counts);

/// <summary>Counts orders by their status at any instant.</summary>
sealed class OrderCounts(NpgsqlDataSource database)
{
    // What came and went in the hours before, and in the hour of the instant one by one, the end of the instant included.
    const string Query =
        $"""
        select status, sum(n)::bigint from (
          select status, entered - "left" as n from order_status_flows where slot = {OrderReadModel.LiveSlot} and hour < date_trunc('hour', $1, 'UTC')
          union all
          select status, 1 from order_status_history
          where slot = {OrderReadModel.LiveSlot} and entered_at >= date_trunc('hour', $1, 'UTC') and entered_at <= $1
          union all
          select status, -1 from order_status_history
          where slot = {OrderReadModel.LiveSlot} and left_at >= date_trunc('hour', $1, 'UTC') and left_at <= $1) moves
        group by status having sum(n) <> 0
        """;

    public async Task<OrderCountsView> AtAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var counts = await database.CreateCommand(Query).With(at.ToUniversalTime())
            .ReadAsync(row => (Status: Enum.Parse<OrderStatus>(row.GetString(0)), Orders: row.GetInt64(1)), cancellationToken);
        return new OrderCountsView(at.ToUniversalTime(), counts.OrderBy(count => count.Status).ToDictionary(count => count.Status, count => count.Orders));
    }
}
