using System.Diagnostics;
using System.Globalization;
using Sagas.BenchKit;
using Sagas.EventStore.Benchmark.Floor;

namespace Sagas.EventStore.Benchmark;

/// <summary>Appends a second, each one commit.</summary>
static class Appending
{
    const int Rounds = 9;

    public static async Task RunAsync(StoreDatabase database, Cases cases)
    {
        var warm = false;
        foreach (var events in new[] { 1, 3 })
        foreach (var toNew in new[] { true, false })
        foreach (var connections in new[] { 1, 16 })
        {
            var name = $"append-{events}-{(events == 1 ? "event" : "events")}-{(toNew ? "new" : "existing")}-{connections}-connection{(connections == 1 ? "" : "s")}";
            if (!cases.Include(name))
                continue;
            if (!warm)
                await WarmUpAsync(database);
            warm = true;
            // A second or two: on a busy disk a shorter round is either a lucky one or not.
            var appends = connections == 1 ? 2_000 : 12_000;
            List<CpuTime> ourCpu = [], floorCpu = [];
            await Comparison.RunAsync(
                name, "1/s", cases.Rounds ?? Rounds,
                () => OursPerSecondAsync(database, events, toNew, connections, appends, ourCpu), () => FloorPerSecondAsync(database, events, toNew, connections, appends, floorCpu));
            // As rates are compared: more than 1 means that ours needs less.
            Bench.Report($"{name}-cpu-vs-floor", Spread.Of(ourCpu.Zip(floorCpu, (our, its) => its.Microseconds / our.Microseconds)), "ratio");
            Bench.Progress($"{name}, processor time of an append: {Told(ourCpu, appends)}, floor {Told(floorCpu, appends)}");
        }
    }

    static string Told(List<CpuTime> rounds, int appends) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Spread.Of(rounds.Select(round => round.Client.TotalMicroseconds / appends)).Median:0.0} us of the process and {Spread.Of(rounds.Select(round => round.Server.TotalMicroseconds / appends)).Median:0.0} us of PostgreSQL");

    public static async Task WarmUpAsync(StoreDatabase database)
    {
        foreach (var events in new[] { 1, 3 })
        foreach (var toNew in new[] { true, false })
        {
            await OursPerSecondAsync(database, events, toNew, connections: 16, appends: 2_000);
            await OursPerSecondAsync(database, events, toNew, connections: 1, appends: 500);
            await FloorPerSecondAsync(database, events, toNew, connections: 16, appends: 2_000);
        }
    }

    public static Task<double> OursPerSecondAsync(StoreDatabase database, int events, bool toNew, int connections, int appends, List<CpuTime>? cpu = null) =>
        PerSecondAsync(database, () => Task.FromResult<IAppender>(new OurAppender(database.StoreOn(connections))), events, toNew, connections, appends, cpu);

    static Task<double> FloorPerSecondAsync(StoreDatabase database, int events, bool toNew, int connections, int appends, List<CpuTime>? cpu = null) =>
        PerSecondAsync(database, async () => await FloorAppender.OpenAsync(database.ForFloor, events), events, toNew, connections, appends, cpu);

    static async Task<double> PerSecondAsync(StoreDatabase database, Func<Task<IAppender>> open, int events, bool toNew, int connections, int appends, List<CpuTime>? cpu)
    {
        var heads = toNew ? [.. Enumerable.Range(0, appends).Select(_ => StreamHead.None(Parcel.NewStream()))] : await database.CreateStreamsAsync(appends);
        var appenders = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => open()));
        var next = -1;

        var meter = CpuMeter.Start(await database.BackendAsync());
        var elapsed = Stopwatch.StartNew();
        await Task.WhenAll(appenders.Select(appender => Task.Run(() => WorkAsync(appender))));
        elapsed.Stop();
        cpu?.Add(meter.Stop());

        foreach (var appender in appenders)
            await appender.DisposeAsync();
        await MustVerifyAsync(database, heads[^1], events);
        return appends / elapsed.Elapsed.TotalSeconds;

        async Task WorkAsync(IAppender appender)
        {
            for (var i = Interlocked.Increment(ref next); i < heads.Length; i = Interlocked.Increment(ref next))
                await appender.AppendAsync(heads[i], events);
        }
    }

    /// <summary>Both sides have to have written the same: what the store itself reads back and finds in order.</summary>
    static async Task MustVerifyAsync(StoreDatabase database, StreamHead before, int events)
    {
        var loaded = await database.Store.LoadAsync(before.Stream);
        var broken = await HashChain.VerifyAsync(loaded.Tail.ToAsyncEnumerable(), loaded.Head);
        if (loaded.Version != before.Version + events || broken is not null)
            throw new InvalidOperationException($"{before.Stream} was not appended to as it should be: {broken?.Why ?? $"it is at {loaded.Version}"}.");
    }
}
