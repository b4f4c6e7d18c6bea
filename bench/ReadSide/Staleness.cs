using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Sagas.BenchKit;
using Sagas.OrderSaga.ReadSide;

namespace Sagas.ReadSide.Benchmark;

/// <summary>For how long a committed event is not in the lists yet, at half of what can be appended while all of it is projected.</summary>
static class Staleness
{
    const int Connections = 16;
    const int OneOf = 10;

    public static async Task RunAsync(Scale scale)
    {
        await using var host = await OrdersHost.StartAsync();
        var appender = new Appender(host);
        Bench.Progress($"warming up");
        await appender.RunAsync(Connections, scale.Appending, null, (_, _) => { });
        await host.CaughtUpAsync();

        List<double> most = [], half = [], staleness = [], typical = [];
        for (var round = 1; round <= scale.Rounds; round++)
        {
            most.Add(await appender.RunAsync(Connections, scale.Appending, null, (_, _) => { }));
            await host.CaughtUpAsync();
            var seen = await WatchAsync(host, async watch => half.Add(await appender.RunAsync(Connections, scale.Appending, most[^1] / 2, watch)));
            staleness.Add(seen.Percentile(99));
            typical.Add(seen.Percentile(50));
            Bench.Progress($"staleness, round {round}: {most[^1]:0}/s at most; at {half[^1]:0}/s {typical[^1]:0.0} ms at the median and {staleness[^1]:0.0} ms at p99 of {seen.Count}");
        }

        Bench.Report("append-most", Spread.Of(most), "1/s");
        Bench.Report("append-half", Spread.Of(half), "1/s");
        Bench.Report("staleness-p50", Spread.Of(typical), "ms");
        Bench.Report("staleness-p99", Spread.Of(staleness), "ms");
    }

    /// <summary>Looks for one of ten commits in the lists, again and again until it is there.</summary>
    static async Task<IReadOnlyList<double>> WatchAsync(OrdersHost host, Func<Action<Guid, long>, Task> load)
    {
        var awaited = new ConcurrentQueue<(Guid OrderId, long Version, long CommittedAt)>();
        var commits = 0;
        var loading = load((order, version) =>
        {
            if (Interlocked.Increment(ref commits) % OneOf == 0)
                awaited.Enqueue((order, version, Stopwatch.GetTimestamp()));
        });
        var open = new List<(Guid OrderId, long Version, long CommittedAt)>();
        var seen = new List<double>();
        await using var connection = await host.App.OpenConnectionAsync();
        while (!loading.IsCompleted || open.Count > 0 || !awaited.IsEmpty)
        {
            while (awaited.TryDequeue(out var next))
                open.Add(next);
            var versions = await VersionsAsync(connection, [.. open.Select(one => one.OrderId).Distinct()]);
            var now = Stopwatch.GetTimestamp();
            seen.AddRange(open.Where(one => versions.GetValueOrDefault(one.OrderId) >= one.Version).Select(one => Stopwatch.GetElapsedTime(one.CommittedAt, now).TotalMilliseconds));
            open.RemoveAll(one => versions.GetValueOrDefault(one.OrderId) >= one.Version);
            await Task.Delay(1);
        }

        await loading;
        return seen;
    }

    static async Task<Dictionary<Guid, long>> VersionsAsync(NpgsqlConnection connection, Guid[] orders)
    {
        var versions = new Dictionary<Guid, long>();
        await using var command = new NpgsqlCommand($"select order_id, version from order_summaries where slot = {OrderReadModel.LiveSlot} and order_id = any($1)", connection);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = orders });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            versions[reader.GetGuid(0)] = reader.GetInt64(1);
        return versions;
    }
}
