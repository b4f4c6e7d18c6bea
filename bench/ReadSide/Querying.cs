using System.Diagnostics;
using System.Globalization;
using Sagas.BenchKit;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.ReadSide;
using Sagas.OrderSaga.Tests.ReadSide;
using Sagas.TestKit;

namespace Sagas.ReadSide.Benchmark;

/// <summary>Lists and counts among many orders: how long each takes, and how many rows PostgreSQL says that it read.</summary>
static class Querying
{
    const int Repeats = 200;

    public static async Task RunAsync(Scale scale)
    {
        await using var host = await OrdersHost.StartAsync();
        await host.CaughtUpAsync();
        Bench.Progress($"storing {scale.Orders} orders");
        await ManyOrders.FillAsync(host.ExecuteAsync, scale.Orders);
        var lists = host.Services.GetRequiredService<OrderLists>();
        var counts = host.Services.GetRequiredService<OrderCounts>();
        var middle = new OrderCursor(ManyOrders.PlacedAt(scale.Orders / 2), Guid.Empty);
        (string Name, OrderCriteria Wanted)[] questions =
        [
            ("list-all", ManyOrders.Of()),
            ("list-status", ManyOrders.Of(status: OrderStatus.Cancelled)),
            ("list-customer", ManyOrders.Of(customerId: "C0047")),
            ("list-customer-and-status", ManyOrders.Of(customerId: "C0047", status: OrderStatus.Delivered)),
            ("list-all-from-the-middle", ManyOrders.Of() with { After = middle }),
        ];
        foreach (var (name, wanted) in questions)
        {
            await ReportAsync(
                $"{name}-of-{scale.Orders.ToString(CultureInfo.InvariantCulture)}", scale, () => lists.FindAsync(wanted, CancellationToken.None),
                explain => lists.ReadAsync(wanted, explain, row => row.GetString(0), CancellationToken.None));
        }

        foreach (var (name, at) in new[] { ("now", ManyOrders.PlacedAt(scale.Orders).AddDays(40)), ("in-the-middle", ManyOrders.PlacedAt(scale.Orders / 2).AddMilliseconds(500)) })
        {
            await ReportAsync(
                $"count-{name}-of-{scale.Orders.ToString(CultureInfo.InvariantCulture)}", scale, () => counts.AtAsync(ManyOrders.Tenant, at, CancellationToken.None),
                explain => counts.ReadAsync(ManyOrders.Tenant, at, explain, row => row.GetString(0), CancellationToken.None));
        }
    }

    static async Task ReportAsync(string name, Scale scale, Func<Task> ask, Func<Func<string, string>, Task<List<string>>> explain)
    {
        List<double> typical = [], slow = [];
        for (var round = 0; round <= scale.Rounds; round++)
        {
            var figures = new List<double>();
            for (var repeat = 0; repeat < Repeats; repeat++)
            {
                var began = Stopwatch.GetTimestamp();
                await ask();
                figures.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            if (round == 0)
                continue;
            typical.Add(figures.Percentile(50));
            slow.Add(figures.Percentile(99));
        }

        Bench.Report($"{name}-p50", Spread.Of(typical), "ms");
        Bench.Report($"{name}-p99", Spread.Of(slow), "ms");
        var plan = QueryPlan.Read((await explain(sql => $"explain (analyze, buffers, format json) {sql}")).Single());
        Bench.Report($"{name}-rows", plan.RowsRead, "row");
        Bench.Report($"{name}-blocks", plan.Blocks, "block");
    }
}
