using System.Diagnostics;
using System.Globalization;
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

Say("warming up");
foreach (var runner in new IRunner[] { ours, floor })
    await runner.RunAsync(relays: 4_000, inFlight: 200);

foreach (var (inFlight, relays) in loads)
{
    List<double> ourRates = [], floorRates = [];
    for (var round = 1; round <= Rounds; round++)
    {
        ourRates.Add(await HopsPerSecondAsync(ours, relays, inFlight));
        floorRates.Add(await HopsPerSecondAsync(floor, relays, inFlight));
        Say(string.Create(CultureInfo.InvariantCulture, $"{inFlight} in flight, round {round}: {ourRates[^1]:0} against {floorRates[^1]:0} hops/s"));
    }

    Report($"hops-{inFlight}-in-flight", Spread.Of(ourRates), "1/s");
    Report($"hops-{inFlight}-in-flight-floor", Spread.Of(floorRates), "1/s");
    Report($"hops-{inFlight}-in-flight-vs-floor", Spread.Of(ourRates.Zip(floorRates, (our, its) => our / its)), "ratio");

    using var counter = new CommitCounter();
    await ours.RunAsync(relays, inFlight);
    double hops = relays * Baton.Legs;
    Print($"commits-per-hop-{inFlight}-in-flight", counter.Commits / hops, "1/hop");
    Print($"deletions-per-hop-{inFlight}-in-flight", counter.Deletions / hops, "1/hop");
}

static async Task<double> HopsPerSecondAsync(IRunner runner, int relays, int inFlight)
{
    var elapsed = Stopwatch.StartNew();
    await runner.RunAsync(relays, inFlight);
    return relays * Baton.Legs / elapsed.Elapsed.TotalSeconds;
}

static void Report(string name, Spread figure, string unit)
{
    Print(name, figure.Median, unit);
    Print($"{name}-least", figure.Least, unit);
    Print($"{name}-most", figure.Most, unit);
}

static void Print(string name, double value, string unit) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"BENCH {name} {value:0.000} {unit}"));

static void Say(string text) => Console.Error.WriteLine(text);
