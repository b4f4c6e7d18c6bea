using System.Collections.Concurrent;
using Sagas.AllInOne.Api;
using Sagas.AllInOne.Northwind;

namespace Sagas.AllInOne.Ordering;

/// <summary>
/// Places orders and follows each to its end. Run again, it gets the first answer for what was placed before, so that a killed run goes on
/// where it was.
/// </summary>
sealed class OrderRun(SagasApi api, IReadOnlyList<NorthwindOrder> orders, RunLimits limits, TimeProvider clock)
{
    readonly ConcurrentDictionary<int, OrderRecord> records = new(orders.ToDictionary(order => order.OrderId, order => new OrderRecord(order)));

    public RunTally Tally { get; } = new(orders.Count);

    /// <returns>Every order. Those without an outcome did not end, although they were waited for.</returns>
    public async Task<IReadOnlyList<OrderRecord>> RunAsync(CancellationToken cancellationToken)
    {
        using var stalled = new CancellationTokenSource(limits.NoProgress, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stalled.Token);
        var concurrency = new ParallelOptions { MaxDegreeOfParallelism = limits.AtOnce, CancellationToken = stop.Token };
        try
        {
            await Parallel.ForEachAsync(orders, concurrency, async (order, token) =>
            {
                await PlaceAsync(order, token);
                stalled.CancelAfter(limits.NoProgress);
                await FollowAsync(order, token);
                stalled.CancelAfter(limits.NoProgress);
            });
        }
        catch (OperationCanceledException) when (stalled.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The records say which orders did not end.
        }

        return [.. orders.Select(order => records[order.OrderId])];
    }

    async Task PlaceAsync(NorthwindOrder order, CancellationToken cancellationToken)
    {
        var id = await api.PlaceAsync(order, cancellationToken);
        records[order.OrderId] = new OrderRecord(order, id, "placed");
        Tally.CountPlaced();
    }

    async Task FollowAsync(NorthwindOrder order, CancellationToken cancellationToken)
    {
        var record = records[order.OrderId];
        for (var pause = limits.FirstLook; record.Outcome is null; pause = Doubled(pause))
        {
            await Task.Delay(pause, clock, cancellationToken);
            var seen = await api.GetOrderAsync(record.Id!.Value, cancellationToken);
            record = record with { Status = seen.Status, Outcome = seen.Outcome?.Name };
            records[order.OrderId] = record;
        }

        Tally.CountEnded(record.Outcome);
    }

    TimeSpan Doubled(TimeSpan pause) => pause * 2 < limits.LastLook ? pause * 2 : limits.LastLook;
}
