using System.Diagnostics;
using Sagas.BenchKit;
using Sagas.Hops;
using Sagas.TestKit;

namespace Sagas.Timeline.Benchmark;

/// <summary>Handling messages with their steps recorded, against the same without.</summary>
static class Recording
{
    const int InFlight = 200;

    public static async Task RunAsync(Scale scale)
    {
        await using var recordedDatabase = await TestDatabase.CreateAsync();
        await using var plainDatabase = await TestDatabase.CreateAsync();
        await using var recorded = new RelayHost(recordedDatabase, isRecorded: true);
        await using var plain = new RelayHost(plainDatabase, isRecorded: false);
        await recorded.StartAsync();
        await plain.StartAsync();
        Bench.Progress($"warming up");
        foreach (var host in new[] { recorded, plain })
            await host.RunAsync(2 * scale.Relays, InFlight);

        await Comparison.RunAsync("recorded-hops", "1/s", scale.RecordedRounds, () => HopsPerSecondAsync(recorded), () => HopsPerSecondAsync(plain));

        async Task<double> HopsPerSecondAsync(RelayHost host)
        {
            var elapsed = Stopwatch.StartNew();
            await host.RunAsync(scale.Relays, InFlight);
            return scale.Relays * Baton.Legs / elapsed.Elapsed.TotalSeconds;
        }
    }
}
