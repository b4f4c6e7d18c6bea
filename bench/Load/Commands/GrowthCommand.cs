using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Sagas.BenchKit;
using Sagas.Load.Growing;
using Sagas.Load.Orders;
using Sagas.Load.Results;
using Sagas.Load.Runs;
using Sagas.Load.Systems;

namespace Sagas.Load.Commands;

/// <summary>The same load with more and more orders stored.</summary>
sealed record GrowthCommand(ISystem Host, IReadOnlyList<int> Stored, int Rounds, int WarmUp, int Sagas, int InFlight, string? Out)
{
    public static Command Create()
    {
        var host = new Option<string>("--host") { Description = "The system to load.", DefaultValueFactory = _ => SystemNames.Ours[0] };
        host.AcceptOnlyFromAmong([.. SystemNames.Ours]);
        var stored = new Option<int[]>("--stored")
        {
            Description = "How many orders are stored, in thousands each; 0 comes first by itself.", DefaultValueFactory = _ => [100_000, 1_000_000], AllowMultipleArgumentsPerToken = true,
        }.MultiplesOf(StoredOrders.Originals);
        var rounds = new Option<int>("--rounds") { Description = "How often each is measured.", DefaultValueFactory = _ => 5 }.AtLeast(1);
        var sagas = new Option<int>("--sagas") { Description = "How many orders each measured run has.", DefaultValueFactory = _ => 4_000 }.AtLeast(1);
        var warmUp = new Option<int>("--warm-up") { Description = "How many orders are placed before.", DefaultValueFactory = _ => 4_000 }.AtLeast(1);
        var inFlight = new Option<int>("--in-flight") { Description = "How many orders are under way at any time.", DefaultValueFactory = _ => 200 }.AtLeast(1);
        var directory = new Option<string?>("--out") { Description = "The folder to keep the result in." };

        var command = new Command("growth", "Loads a system that has nothing stored, and one that has very many orders stored, in turn.")
        {
            host, stored, rounds, sagas, warmUp, inFlight, directory,
        };
        command.SetAction(line => new GrowthCommand(
            SystemNames.Create(line.GetValue(host)!), line.GetValue(stored)!, line.GetValue(rounds), line.GetValue(warmUp), line.GetValue(sagas), line.GetValue(inFlight),
            line.GetValue(directory)).RunAsync());
        return command;
    }

    async Task RunAsync()
    {
        var grounds = new Dictionary<int, Ground>();
        try
        {
            foreach (var orders in Stored)
            {
                grounds[orders] = await Ground.PrepareAsync();
                var begun = Stopwatch.GetTimestamp();
                await StoredOrders.FillAsync(grounds[orders], Host, orders);
                Bench.Progress($"{orders} orders stored in {Stopwatch.GetElapsedTime(begun).TotalSeconds:0} s");
            }

            var growth = new Growth();
            for (var round = 1; round <= Rounds; round++)
            {
                // Now from the least to the most, now the other way round: whoever comes next meets what was left for the server to do.
                int[] turns = round % 2 == 1 ? [0, .. Stored] : [.. Stored.Reverse(), 0];
                foreach (var orders in turns)
                    growth.Add(orders, await MeasureAsync(round, orders, grounds));
            }

            growth.Print();
            if (Out is not null)
                await new ResultFolder(Out, TimeProvider.System).KeepAsync("growth", growth.Figures, growth.ToTable());
        }
        finally
        {
            foreach (var ground in grounds.Values)
                await ground.DisposeAsync();
        }
    }

    async Task<Run> MeasureAsync(int round, int orders, Dictionary<int, Ground> grounds)
    {
        if (grounds.TryGetValue(orders, out var ground))
            return await MeasureAsync(ground, string.Create(CultureInfo.InvariantCulture, $"round {round}, {orders:N0} stored"));
        await using var empty = await Ground.PrepareAsync();
        return await MeasureAsync(empty, string.Create(CultureInfo.InvariantCulture, $"round {round}, nothing stored"));
    }

    async Task<Run> MeasureAsync(Ground ground, string what)
    {
        await using var session = await Session.StartAsync(Host, ground, settled: true, Mix.Confirmed);
        await session.ClosedAsync($"{what}, settling", InFlight, WarmUp);
        await Ground.CheckpointAsync();
        return await session.ClosedAsync(what, InFlight, Sagas);
    }
}
