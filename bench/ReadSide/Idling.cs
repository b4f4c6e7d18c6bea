using Sagas.BenchKit;

namespace Sagas.ReadSide.Benchmark;

/// <summary>What a process asks the database for while nothing happens: each look, each renewal of the leases and each reading of the gauges, counted by the server.</summary>
static class Idling
{
    const string Transactions = "select pg_stat_get_db_xact_commit(oid) + pg_stat_get_db_xact_rollback(oid) from pg_database where datname = current_database()";

    public static async Task RunAsync(Scale scale)
    {
        await using var host = await OrdersHost.StartAsync();
        await StoredOrders.AppendAsync(host, scale.Idle.Orders);
        await host.CaughtUpAsync();
        Bench.Progress($"counting transactions for {scale.Idle.For.TotalSeconds:0} s");
        // The first one lets the server's counters come, which they do with a second's delay.
        await Task.Delay(TimeSpan.FromSeconds(2));
        var before = await host.ScalarAsync<long>(Transactions);
        var spent = CpuMeter.Start(await host.BackendAsync());
        await Task.Delay(scale.Idle.For);
        var cost = spent.Stop();
        var counted = await host.ScalarAsync<long>(Transactions) - before;
        Bench.Report("idle-transactions", counted / scale.Idle.For.TotalMinutes, "1/min");
        Bench.Report("idle-processor-time", cost.Microseconds / 1_000 / scale.Idle.For.TotalMinutes, "ms/min");
    }
}
