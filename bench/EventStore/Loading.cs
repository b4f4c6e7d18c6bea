using System.Diagnostics;
using System.Text.Json;
using Sagas.BenchKit;

namespace Sagas.EventStore.Benchmark;

/// <summary>How long it takes to get the state of a long stream, from its events and from a snapshot.</summary>
static class Loading
{
    const int Rounds = 7;
    const int Length = 10_000;
    const string WholeStream = "load-10000-events", SameColumns = "load-10000-events-same-columns", FromSnapshot = "load-from-snapshot";

    public static async Task RunAsync(StoreDatabase database, Cases cases)
    {
        if (!new[] { WholeStream, SameColumns, FromSnapshot }.Any(cases.Include))
            return;
        var store = database.StoreOn(1);
        var stream = await LongStreamAsync(store);
        await using var raw = await RawReader.OpenAsync(database.ForFloor);

        if (cases.Include(WholeStream))
            await CompareAsync(database, cases, WholeStream, "ms", perUnit: 1, times: 5, FoldAsync, () => raw.ReadStreamAsync(stream));
        // The fold does not read all columns. Against reading no more than it does, what is left is its own work: the events and the state that it makes of them.
        if (cases.Include(SameColumns))
            await CompareAsync(database, cases, SameColumns, "ms", perUnit: 1, times: 5, FoldAsync, () => raw.ReadNarrowlyAsync(stream));
        if (!cases.Include(FromSnapshot))
            return;

        await SaveSnapshotAsync(store, stream, (await store.FoldAsync(stream, Parcel.Fold)).Current);
        await CompareAsync(database, cases, FromSnapshot, "us", perUnit: 1_000, times: 300, FoldAsync, () => raw.ReadSnapshotAsync(stream));

        async Task FoldAsync() => Check((await store.FoldAsync(stream, Parcel.Fold)).Current);
    }

    static async Task<StreamId> LongStreamAsync(PostgresEventStore store)
    {
        var stream = Parcel.NewStream();
        for (var version = 0; version < Length; version += 1_000)
            await store.AppendAsync(new StreamAppend(stream, ExpectedVersion.Exactly(version), Parcel.Events(stream, 1_000)));
        return stream;
    }

    static async Task CompareAsync(StoreDatabase database, Cases cases, string name, string unit, int perUnit, int times, Func<Task> ours, Func<Task> floor)
    {
        List<double> ourCpu = [], floorCpu = [];
        await MillisecondsAsync(database, ours, 2 * times, cpu: []);
        await MillisecondsAsync(database, floor, 2 * times, cpu: []);
        await Comparison.RunAsync(
            name, unit, cases.Rounds ?? Rounds,
            async () => perUnit * await MillisecondsAsync(database, ours, times, ourCpu), async () => perUnit * await MillisecondsAsync(database, floor, times, floorCpu));
        // As times are compared: more than 1 means that ours needs more.
        Bench.Report($"{name}-cpu-vs-floor", Spread.Of(ourCpu.Zip(floorCpu, (our, its) => our / its)), "ratio");
    }

    static async Task<double> MillisecondsAsync(StoreDatabase database, Func<Task> load, int times, List<double> cpu)
    {
        var meter = CpuMeter.Start(await database.BackendAsync());
        var elapsed = Stopwatch.StartNew();
        for (var i = 0; i < times; i++)
            await load();
        elapsed.Stop();
        cpu.Add(meter.Stop().Microseconds);
        return elapsed.Elapsed.TotalMilliseconds / times;
    }

    static Task SaveSnapshotAsync(PostgresEventStore store, StreamId stream, StreamState<Parcel> parcel) => store.SaveSnapshotAsync(
        new StreamSnapshot(stream, parcel.Version, JsonSerializer.SerializeToUtf8Bytes(parcel.State, Parcel.Serializer.Types.Json), Parcel.Fold.Stamp));

    static void Check(StreamState<Parcel> parcel)
    {
        if (parcel.Version != Length || parcel.State.Moves != Length)
            throw new InvalidOperationException($"The stream was folded to {parcel}.");
    }
}
