using Sagas.BenchKit;
using Sagas.ReadSide.Benchmark;

// How stale the orders' read model is under load, how fast it is rebuilt, and what lists and counts of a million orders cost: all of it, or the parts that are named.
// --smoke runs it small, to see that it works.
var parts = new Dictionary<string, Func<Scale, Task>> { ["staleness"] = Staleness.RunAsync, ["rebuild"] = Rebuilding.RunAsync, ["queries"] = Querying.RunAsync };
var scale = args.Contains("--smoke") ? Scale.Smoke : Scale.Full;
string[] named = [.. args.Where(arg => arg != "--smoke")];
if (named.Except(parts.Keys).Any())
{
    Bench.Progress($"Usage: bench/run.sh read-side [staleness] [rebuild] [queries] [--smoke]");
    return 2;
}

foreach (var (_, run) in parts.Where(part => named.Length == 0 || named.Contains(part.Key)))
    await run(scale);
return 0;

/// <summary>How much is measured.</summary>
/// <param name="Rounds">Rounds of each measurement.</param>
/// <param name="Appending">For how long events are appended in a round.</param>
/// <param name="Streams">Orders whose events are replayed.</param>
/// <param name="Orders">Orders that are listed and counted.</param>
sealed record Scale(int Rounds, TimeSpan Appending, int Streams, int Orders)
{
    public static readonly Scale Full = new(5, TimeSpan.FromSeconds(5), 100_000, 1_000_000);

    public static readonly Scale Smoke = new(1, TimeSpan.FromSeconds(1), 5_000, 5_000);
}
