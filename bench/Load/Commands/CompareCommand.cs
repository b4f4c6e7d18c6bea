using System.CommandLine;
using System.Globalization;
using Sagas.BenchKit;
using Sagas.Load.Comparing;
using Sagas.Load.Results;
using Sagas.Load.Systems;

namespace Sagas.Load.Commands;

/// <summary>Ours and the floors in turn.</summary>
sealed record CompareCommand(IReadOnlyList<string> Systems, int Rounds, Trials Trials, double? PerSecond, string? Out)
{
    public static Command Create()
    {
        string[] everything = [.. Floor.Forms, .. SystemNames.Ours];
        var systems = new Option<string[]>("--systems")
        {
            Description = "Which to compare.", DefaultValueFactory = _ => everything, AllowMultipleArgumentsPerToken = true,
        };
        systems.AcceptOnlyFromAmong(everything);
        var rounds = new Option<int>("--rounds") { Description = "How often each is measured.", DefaultValueFactory = _ => 5 }.AtLeast(1);
        var sagas = new Option<int>("--sagas") { Description = "How many orders each measured run has.", DefaultValueFactory = _ => 4_000 }.AtLeast(1);
        var inFlight = new Option<int>("--in-flight") { Description = "How many orders are under way at any time.", DefaultValueFactory = _ => 200 }.AtLeast(1);
        var rate = new Option<double?>("--rate") { Description = "Orders per second where latencies are measured; left out, half of what AllInOne can do." }.AtLeast(0.1);
        var smoke = new Option<bool>("--smoke") { Description = "Very few orders, to see that it works." };
        var directory = new Option<string?>("--out") { Description = "The folder to keep the result in." };

        var command = new Command("compare", "Runs ours and the hand-written floors in turn, and prints the ratios.") { systems, rounds, sagas, inFlight, rate, directory, smoke };
        command.SetAction(line =>
        {
            var paces = line.GetValue(smoke) ? Paces.Smoke : new Paces(line.GetValue(sagas), line.GetValue(inFlight));
            return new CompareCommand(line.GetValue(systems)!, line.GetValue(rounds), new Trials(paces), line.GetValue(rate), line.GetValue(directory)).RunAsync();
        });
        return command;
    }

    async Task RunAsync()
    {
        var perSecond = PerSecond ?? (await Trials.MaximumAsync(SystemNames.Create(SystemNames.Ours[0])) / 2);
        var rounds = new List<IReadOnlyDictionary<string, Trial>>();
        for (var round = 0; round < Rounds; round++)
        {
            Bench.Progress($"round {round + 1} of {Rounds}");
            rounds.Add(await RoundAsync(round, perSecond));
        }

        var result = new ComparisonResult(perSecond, rounds);
        result.Print();
        Bench.Progress($"{ComparisonTable.Of(result)}");
        if (Out is not null)
            await new ResultFolder(Out, TimeProvider.System).KeepAsync("compare", result, ComparisonTable.Of(result));
    }

    /// <summary>Each round begins with another system, and every other one goes the other way round, so that none is always behind the same one.</summary>
    async Task<IReadOnlyDictionary<string, Trial>> RoundAsync(int round, double perSecond)
    {
        var trials = new Dictionary<string, Trial>();
        var turns = Systems.Skip(round % Systems.Count).Concat(Systems.Take(round % Systems.Count));
        foreach (var system in round % 2 == 0 ? turns : turns.Reverse())
            trials[system] = await Trials.RunAsync(SystemNames.Create(system), perSecond);
        return trials;
    }
}
