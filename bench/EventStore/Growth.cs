using Sagas.BenchKit;

namespace Sagas.EventStore.Benchmark;

/// <summary>Appends a second to a store of five million events, against one that is empty.</summary>
static class Growth
{
    public static async Task RunAsync()
    {
        await using var full = await StoreDatabase.CreateAsync();
        await using var empty = await StoreDatabase.CreateAsync();
        await Seeding.FillAsync(full, streams: 1_000_000, eventsEach: 5);
        await Appending.WarmUpAsync(full);
        await Appending.WarmUpAsync(empty);

        foreach (var toNew in new[] { true, false })
        {
            await Comparison.RunAsync(
                $"append-1-event-{(toNew ? "new" : "existing")}-at-5-million", "1/s", rounds: 5,
                () => Appending.OursPerSecondAsync(full, events: 1, toNew, connections: 16, appends: 4_000),
                () => Appending.OursPerSecondAsync(empty, events: 1, toNew, connections: 16, appends: 4_000));
        }
    }
}
