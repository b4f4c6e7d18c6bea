using System.Diagnostics;
using Sagas.BenchKit;
using Sagas.Hops;
using Sagas.Hops.Floor;
using Sagas.Hops.Ours;
using Sagas.TestKit;

// Hops per second and commits per hop of the libraries, against hand-written code that writes the same rows with one commit per hop.
const int Rounds = 5;
(int InFlight, int Relays)[] loads = [(1, 150), (200, 2_500)];

await using var ourDatabase = await TestDatabase.CreateAsync();
await using var floorDatabase = await TestDatabase.CreateAsync();
await using var ours = new OurRunner(ourDatabase);
await using var floor = new FloorRunner(floorDatabase);
await using (var schema = new OurRunner(floorDatabase))
    await schema.StartAsync();
await ours.StartAsync();
await floor.StartAsync();

Bench.Progress($"warming up");
foreach (var runner in new IRunner[] { ours, floor })
    await runner.RunAsync(relays: 4_000, inFlight: 200);

foreach (var (inFlight, relays) in loads)
{
    await Comparison.RunAsync($"hops-{inFlight}-in-flight", "1/s", Rounds, () => HopsPerSecondAsync(ours, relays, inFlight), () => HopsPerSecondAsync(floor, relays, inFlight));

    using var counter = new CommitCounter();
    await ours.RunAsync(relays, inFlight);
    double hops = relays * Baton.Legs;
    Bench.Report($"commits-per-hop-{inFlight}-in-flight", counter.Commits / hops, "1/hop");
    Bench.Report($"deletions-per-hop-{inFlight}-in-flight", counter.Deletions / hops, "1/hop");
}

static async Task<double> HopsPerSecondAsync(IRunner runner, int relays, int inFlight)
{
    var elapsed = Stopwatch.StartNew();
    await runner.RunAsync(relays, inFlight);
    return relays * Baton.Legs / elapsed.Elapsed.TotalSeconds;
}
