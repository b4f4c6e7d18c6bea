using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Sagas.BenchKit;
using Sagas.Load.Orders;
using Sagas.Load.Results;
using Sagas.Load.Runs;
using Sagas.Load.Systems;

namespace Sagas.Load.Commands;

/// <summary>One system under one load.</summary>
sealed record LoadCommand(string Host, Mix Mix, int? Sagas, int? WarmUp, int InFlight, double? PerSecond, bool Cold, bool Carrier, string? Out)
{
    const int SettledWarmUp = 4_000, ColdWarmUp = 1_500, SettledSagas = 4_000, ColdSagas = 3_000;

    public static Command Create()
    {
        var host = new Option<string>("--host") { Description = "The system to load.", DefaultValueFactory = _ => "allinone" };
        host.AcceptOnlyFromAmong([.. SystemNames.Ours, .. Floor.Forms]);
        var mix = new Option<Mix>("--mix") { Description = "How the orders are to end: all confirmed, or as Northwind's do.", DefaultValueFactory = _ => Mix.Confirmed };
        var sagas = new Option<int?>("--sagas") { Description = $"How many orders are measured ({SettledSagas}; cold {ColdSagas})." }.AtLeast(1);
        var warmUp = new Option<int?>("--warm-up") { Description = $"How many orders are placed before ({SettledWarmUp}; cold {ColdWarmUp})." }.AtLeast(1);
        var inFlight = new Option<int>("--in-flight") { Description = "How many orders are under way at any time.", DefaultValueFactory = _ => 200 }.AtLeast(1);
        var rate = new Option<double?>("--rate") { Description = "Orders per second at a set rate, instead of a set number in flight." }.AtLeast(0.1);
        var cold = new Option<bool>("--cold") { Description = "Measure while the code is still being compiled, with the runtime's defaults." };
        var carrier = new Option<bool>("--carrier") { Description = "Let the simulated carrier deliver the parcels meanwhile. It is off unless asked for." };
        var directory = new Option<string?>("--out") { Description = "The folder to keep the result in." };
        var smoke = new Option<bool>("--smoke") { Description = "Very few orders, to see that it works." };

        var command = new Command("load", "Loads one system and reports what it does and what that costs.") { host, mix, sagas, warmUp, inFlight, rate, cold, carrier, directory, smoke };
        command.Validators.Add(line =>
        {
            // As they are written: what is no value at all is told by whoever parses it.
            if (Written(line, host) is { } system && Floor.Forms.Contains(system)
                && (Written(line, mix) is not null and not nameof(Mix.Confirmed) || line.GetResult(carrier) is { Implicit: false }))
                line.AddError($"--host is {system}, which confirms every order and has no carrier. Leave out --mix and --carrier.");
        });
        command.SetAction(line =>
        {
            var load = new LoadCommand(
                line.GetValue(host)!, line.GetValue(mix), line.GetValue(sagas), line.GetValue(warmUp), line.GetValue(inFlight), line.GetValue(rate), line.GetValue(cold),
                line.GetValue(carrier), line.GetValue(directory));
            return (line.GetValue(smoke) ? load with { Sagas = 100, WarmUp = 50, InFlight = 20 } : load).RunAsync();
        });
        return command;
    }

    static string? Written(CommandResult line, Option option) => line.GetResult(option)?.Tokens is [.., var last] ? last.Value : null;

    async Task RunAsync()
    {
        var settled = !Cold;
        var warmUp = WarmUp ?? (Cold ? ColdWarmUp : SettledWarmUp);
        var sagas = Sagas ?? (Cold ? ColdSagas : SettledSagas);
        await using var ground = await Ground.PrepareAsync();
        await using var session = await Session.StartAsync(SystemNames.Create(Host, Carrier), ground, settled, Mix);
        await session.ClosedAsync("warming up", InFlight, warmUp);
        var load = PerSecond is { } perSecond ? string.Create(CultureInfo.InvariantCulture, $"{perSecond:0.#} a second") : $"{InFlight} in flight";
        var run = PerSecond is { } rate ? await session.OpenAsync(load, rate, sagas) : await session.ClosedAsync(load, InFlight, sagas);

        var result = LoadResult.Of(run, Host, load, Mix, settled, warmUp, await session.MessagesPerSagaAsync(), session.PeakMemory(), session.PeakMemoryTogether());
        LoadReport.Print(result);
        if (Out is not null)
            await new ResultFolder(Out, TimeProvider.System).KeepAsync(result);
        if (run.Cost.Generator > run.Cost.CpuInAll / 10)
            Bench.Progress($"The generator took more than a tenth of the processor time: believe the figures accordingly.");
    }
}
