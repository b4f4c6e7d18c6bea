using System.CommandLine;
using System.Globalization;
using Sagas.BenchKit;
using Sagas.Load.Driving;
using Sagas.Load.Orders;
using Sagas.Load.Results;
using Sagas.Load.Runs;
using Sagas.Load.Soaking;
using Sagas.Load.Systems;

namespace Sagas.Load.Commands;

/// <summary>Half load for a long time.</summary>
sealed record SoakCommand(ISystem Host, double Minutes, double? PerSecond, Mix Mix, string Out)
{
    const int Settling = 4_000, InFlight = 200, Samples = 3;

    public static Command Create()
    {
        var host = new Option<string>("--host") { Description = "The system to load.", DefaultValueFactory = _ => SystemNames.Ours[0] };
        host.AcceptOnlyFromAmong([.. SystemNames.Ours]);
        var minutes = new Option<double>("--minutes") { Description = "For how long.", DefaultValueFactory = _ => 30 }.AtLeast(1);
        var rate = new Option<double?>("--rate") { Description = "Orders per second; left out, half of what the system can do." }.AtLeast(0.1);
        var mix = new Option<Mix>("--mix") { Description = "How the orders are to end: all confirmed, or as Northwind's do.", DefaultValueFactory = _ => Mix.Samples };
        var directory = new Option<string>("--out") { Description = "The folder to keep the samples and the plot in.", DefaultValueFactory = _ => "bench/results" };

        var command = new Command("soak", "Loads a system for a long time, and draws whether its memory, its lag and its tables stay as they are.") { host, minutes, rate, mix, directory };
        command.SetAction(line => new SoakCommand(
            SystemNames.Create(line.GetValue(host)!), line.GetValue(minutes), line.GetValue(rate), line.GetValue(mix), line.GetValue(directory)!).RunAsync());
        return command;
    }

    async Task RunAsync()
    {
        await using var ground = await Ground.PrepareAsync();
        await using var session = await Session.StartAsync(Host, ground, settled: true, Mix);
        await session.ClosedAsync("settling", InFlight, Settling);
        var perSecond = PerSecond ?? await HalfLoadAsync(session);
        await using var observer = await Observer.OfAsync(session, perSecond);
        using var stop = new CancellationTokenSource();
        var observing = Task.CompletedTask;
        var run = await session.OpenAsync(
            string.Create(CultureInfo.InvariantCulture, $"{perSecond:0} a second for {Minutes:0.#} minutes"),
            perSecond,
            (int)(perSecond * Minutes * 60),
            journeys => observing = observer.RunAsync(journeys, Tell, stop.Token));
        await stop.CancelAsync();
        await observing;
        if (observer.Samples.Count < Samples)
            throw new InvalidOperationException("That was too short to see anything: there are samples every ten seconds.");

        Bench.Report("soak-rate", perSecond, "orders/s");
        Bench.Report("soak-sagas-per-second", run.SagasPerSecond, "sagas/s");
        Bench.Report("soak-end-p99", run.Journeys.Ends().P99, "ms");
        var thirds = Thirds.Of(observer.Samples);
        foreach (var figure in thirds)
            figure.Print();
        var folder = new ResultFolder(Out, TimeProvider.System);
        await folder.KeepAsync(
            "soak", new { System = Host.Name, Mix, PerSecond = perSecond, run.SagasPerSecond, Sagas = run.Journeys.Count, End = run.Journeys.Ends(), Thirds = thirds }, Thirds.ToTable(thirds));
        await folder.WriteAsync("soak", "csv", string.Join('\n', observer.Samples.Select(sample => sample.ToCsv()).Prepend(Sample.Header)) + "\n");
        await folder.WriteAsync("soak", "svg", Plot.Draw(
            string.Create(CultureInfo.InvariantCulture, $"{Host.Name}, {perSecond:0} orders a second for {Minutes:0.#} minutes: {run.Journeys.Count:N0} sagas"), observer.Samples));
    }

    static async Task<double> HalfLoadAsync(Session session) => (await session.ClosedAsync("how much it can do", InFlight, Settling)).SagasPerSecond / 2;

    static void Tell(Sample sample) =>
        Bench.Progress($"{sample.Memory:0} MB, {sample.Lag} events behind, {sample.Outbox} rows in the outboxes, {sample.StoredPerSaga:0.0} KB stored for each saga of the last minute");
}
