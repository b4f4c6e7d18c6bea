using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.ReadSide;

/// <summary>By how much a batch changes the number of orders in a status during one span of time.</summary>
readonly record struct OrderFlow(string Tenant, FlowSpan Span, DateTime StartsAt, OrderStatus Status, long Change);

/// <summary>Adds up what a batch of changes moves, in spans of every length. Where as many came as left there is nothing to say.</summary>
static class OrderFlows
{
    public static List<OrderFlow> Of(IEnumerable<OrderChange> changes)
    {
        var flows = new List<OrderFlow>();
        var moves = changes.SelectMany(Moves);
        foreach (var span in FlowSpan.All.Reverse())
        {
            var sums = new Dictionary<(string Tenant, DateTime StartsAt, OrderStatus Status), long>();
            foreach (var (tenant, at, status, change) in moves)
            {
                var key = (tenant, span.Begin(at), status);
                sums[key] = sums.GetValueOrDefault(key) + change;
            }

            var moved = sums.Where(sum => sum.Value != 0).ToList();
            flows.AddRange(moved.Select(sum => new OrderFlow(sum.Key.Tenant, span, sum.Key.StartsAt, sum.Key.Status, sum.Value)));
            // The next longer span is made of whole ones of this.
            moves = moved.Select(sum => (sum.Key.Tenant, sum.Key.StartsAt, sum.Key.Status, sum.Value));
        }

        return flows;
    }

    static IEnumerable<(string Tenant, DateTime At, OrderStatus Status, long Change)> Moves(OrderChange change)
    {
        foreach (var period in change.Periods)
        {
            yield return (change.After.Tenant, period.EnteredAt.UtcDateTime, period.Status, 1);
            if (period.CameFrom is { } before)
                yield return (change.After.Tenant, period.EnteredAt.UtcDateTime, before, -1);
        }
    }
}
