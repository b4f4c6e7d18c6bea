using System.Diagnostics;
using Sagas.BenchKit;

namespace Sagas.EventStore.Benchmark;

/// <summary>Events a second that whoever follows all of them gets.</summary>
static class Following
{
    const int Rounds = 5;
    const int Events = 150_000;

    public static async Task RunAsync(StoreDatabase database, Cases cases)
    {
        if (!cases.Include("feed"))
            return;

        await Seeding.AddAsync(database, streams: Events / 5, eventsEach: 5);
        await using var raw = await RawReader.OpenAsync(database.ForFloor);
        await PerSecondAsync(OursAsync);
        await PerSecondAsync(RawAsync);
        await Comparison.RunAsync("feed", "1/s", cases.Rounds ?? Rounds, () => PerSecondAsync(OursAsync), () => PerSecondAsync(RawAsync));

        async Task OursAsync()
        {
            var count = 0;
            await foreach (var _ in database.Store.ReadAllAsync(GlobalCheckpoint.Start))
            {
                if (++count == Events)
                    return;
            }

            throw new InvalidOperationException($"There are only {count} events to follow.");
        }

        async Task RawAsync()
        {
            var (count, last) = (0, GlobalCheckpoint.Start);
            while (count < Events)
            {
                (var read, last) = await raw.ReadPageAsync(last);
                count += read;
            }
        }
    }

    static async Task<double> PerSecondAsync(Func<Task> follow)
    {
        var elapsed = Stopwatch.StartNew();
        await follow();
        return Events / elapsed.Elapsed.TotalSeconds;
    }
}
