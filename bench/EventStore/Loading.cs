using System.Diagnostics;
using System.Text.Json;
using Sagas.BenchKit;

namespace Sagas.EventStore.Benchmark;

/// <summary>How long it takes to get the state of a long stream, from its events and from a snapshot.</summary>
static class Loading
{
    const int Rounds = 11;
    const int Length = 10_000;

    public static async Task RunAsync(StoreDatabase database)
    {
        var stream = await LongStreamAsync(database.Store);
        await using var raw = await RawReader.OpenAsync(database.ForFloor);

        await WarmUpAsync(FoldAsync, 10);
        await WarmUpAsync(() => raw.ReadStreamAsync(stream), 10);
        await Comparison.RunAsync($"load-{Length}-events", "ms", Rounds, () => MillisecondsAsync(FoldAsync, 5), () => MillisecondsAsync(() => raw.ReadStreamAsync(stream), 5));

        var whole = Parcel.Fold.Rebuild(await database.Store.LoadAsync(stream));
        await SaveSnapshotAsync(database.Store, stream, whole);
        await WarmUpAsync(FromSnapshotAsync, 500);
        await WarmUpAsync(() => raw.ReadSnapshotAsync(stream), 500);
        await Comparison.RunAsync(
            "load-from-snapshot", "us", Rounds,
            async () => 1_000 * await MillisecondsAsync(FromSnapshotAsync, 300), async () => 1_000 * await MillisecondsAsync(() => raw.ReadSnapshotAsync(stream), 300));

        async Task FoldAsync() => Check(Parcel.Fold.Rebuild(await database.Store.LoadAsync(stream)));

        async Task FromSnapshotAsync() => Check(Parcel.Fold.Rebuild(await database.Store.LoadAsync(stream, Parcel.Fold.Stamp)));
    }

    static async Task<StreamId> LongStreamAsync(PostgresEventStore store)
    {
        var stream = Parcel.NewStream();
        for (var version = 0; version < Length; version += 1_000)
            await store.AppendAsync(new StreamAppend(stream, ExpectedVersion.Exactly(version), Parcel.Events(stream, 1_000)));
        return stream;
    }

    static async Task<double> MillisecondsAsync(Func<Task> load, int times)
    {
        var elapsed = Stopwatch.StartNew();
        for (var i = 0; i < times; i++)
            await load();
        return elapsed.Elapsed.TotalMilliseconds / times;
    }

    static async Task WarmUpAsync(Func<Task> load, int times) => await MillisecondsAsync(load, times);

    static Task SaveSnapshotAsync(PostgresEventStore store, StreamId stream, StreamState<Parcel> parcel) => store.SaveSnapshotAsync(
        new StreamSnapshot(stream, parcel.Version, JsonSerializer.SerializeToUtf8Bytes(parcel.State, Parcel.Serializer.Types.Json), Parcel.Fold.Stamp));

    static void Check(StreamState<Parcel> parcel)
    {
        if (parcel.Version != Length || parcel.State.Moves != Length)
            throw new InvalidOperationException($"The stream was folded to {parcel}.");
    }
}
