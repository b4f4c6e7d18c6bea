using System.Diagnostics;
using Sagas.BenchKit;
using Sagas.EventStore.Benchmark.Floor;

namespace Sagas.EventStore.Benchmark;

/// <summary>Events a second that come in with whole streams at once.</summary>
static class Importing
{
    const int Rounds = 5;
    const int Streams = 6_000;
    const int EventsEach = 5;

    public static async Task RunAsync(StoreDatabase database, Cases cases)
    {
        if (!cases.Include("import"))
            return;

        var import = new PostgresEventImport(database.ForOurs);
        await OursAsync();
        await FloorAsync();
        await Comparison.RunAsync("import", "1/s", cases.Rounds ?? Rounds, () => PerSecondAsync(OursAsync), () => PerSecondAsync(FloorAsync));

        Task OursAsync() => import.ImportAsync(Streamed().ToAsyncEnumerable());

        Task FloorAsync() => FloorImport.RunAsync(database.ForFloor, Streams, EventsEach);
    }

    static IEnumerable<ImportedEvent> Streamed()
    {
        for (var i = 0; i < Streams; i++)
        {
            var stream = Parcel.NewStream();
            var version = 0;
            foreach (var data in Parcel.Events(stream, EventsEach))
                yield return new ImportedEvent(stream, ++version, data, TimeProvider.System.GetUtcNow());
        }
    }

    static async Task<double> PerSecondAsync(Func<Task> import)
    {
        var elapsed = Stopwatch.StartNew();
        await import();
        return Streams * EventsEach / elapsed.Elapsed.TotalSeconds;
    }
}
