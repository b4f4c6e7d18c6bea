using System.Diagnostics;
using Sagas.BenchKit;
using Sagas.OrderSaga.ReadSide;
using Sagas.Projections;

namespace Sagas.ReadSide.Benchmark;

/// <summary>Rebuilding the orders' read model, from emptying the spare slot to the swap, comparison included.</summary>
static class Rebuilding
{
    public static async Task RunAsync(Scale scale)
    {
        await using var host = await OrdersHost.StartAsync(batchSize: 20_000);
        await StoredOrders.AppendAsync(host, scale.Streams);
        var events = await host.ScalarAsync<long>("select count(*) from events");
        var rebuilds = host.Services.GetRequiredService<ProjectionRebuild>();

        Bench.Progress($"projecting {events} events for the first time");
        await host.CaughtUpAsync();
        List<double> rates = [], replays = [], spent = [];
        for (var round = 0; round <= scale.Rounds; round++)
        {
            var replayed = 0.0;
            var meter = CpuMeter.Start(await host.BackendAsync());
            var elapsed = Stopwatch.StartNew();
            var report = await rebuilds.RunAsync(
                OrderReadModel.ProjectionName, new RebuildOptions { By = "benchmark", FromTheStart = true, Progress = _ => replayed = elapsed.Elapsed.TotalSeconds });
            if (!report.Swapped)
                throw new InvalidOperationException(string.Join('\n', report.Differences));
            var seconds = elapsed.Elapsed.TotalSeconds;
            var cost = meter.Stop();
            Bench.Progress($"rebuild, round {round}: {events} events in {seconds:0.0} s, replayed after {replayed:0.0} s, {cost.Client.TotalMicroseconds / events:0.0} us of the process and {cost.Server.TotalMicroseconds / events:0.0} us of PostgreSQL an event");
            if (round == 0)
                continue;
            rates.Add(events / seconds);
            replays.Add(events / replayed);
            spent.Add(cost.Microseconds / events);
        }

        Bench.Report("rebuild", Spread.Of(rates), "1/s");
        Bench.Report("rebuild-until-compared", Spread.Of(replays), "1/s");
        Bench.Report("rebuild-processor-time", Spread.Of(spent), "us/event");
    }
}
