using Sagas.BenchKit;
using Sagas.Timeline.Benchmark;

// What it costs to record timelines, to render a long one, and to read one among many. --smoke runs all of it small, to see that it works.
var scale = args switch
{
    [] => Scale.Full,
    ["--smoke"] => Scale.Smoke,
    _ => null,
};
if (scale is null)
{
    Bench.Progress($"Usage: bench/run.sh timeline [--smoke]");
    return 2;
}

await Recording.RunAsync(scale);
await Rendering.RunAsync();
await Querying.RunAsync(scale);
return 0;

/// <summary>How much is measured.</summary>
/// <param name="Rounds">Rounds of each comparison.</param>
/// <param name="RecordedRounds">Rounds of handling messages, which differ by more than what recording costs.</param>
/// <param name="Relays">Relays in a round.</param>
/// <param name="Steps">Steps stored, of all sagas together.</param>
sealed record Scale(int Rounds, int RecordedRounds, int Relays, int Steps)
{
    public static readonly Scale Full = new(5, 15, 2_000, 2_000_000);

    public static readonly Scale Smoke = new(1, 1, 50, 20_000);
}
