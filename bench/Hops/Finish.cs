using System.Collections.Concurrent;

namespace Sagas.Hops;

/// <summary>Keeps a number of relays running, and knows when each has arrived.</summary>
sealed class Finish
{
    readonly ConcurrentDictionary<Guid, TaskCompletionSource> _running = new();

    public void Arrived(Guid relayId)
    {
        if (_running.TryRemove(relayId, out var relay))
            relay.SetResult();
    }

    public async Task RunAsync(int relays, int inFlight, Func<Baton, Task> start)
    {
        var left = relays;
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => RunOneAfterTheOtherAsync()));

        async Task RunOneAfterTheOtherAsync()
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var relay = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                var baton = new Baton(Guid.CreateVersion7(), 1);
                _running[baton.RelayId] = relay;
                await start(baton);
                await relay.Task;
            }
        }
    }
}
