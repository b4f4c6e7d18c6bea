using System.Diagnostics;

namespace Sagas.EventStore.Tests;

static class Eventually
{
    /// <summary>Looks again until what is seen is as wanted; when it never is, says what was seen last.</summary>
    internal static async Task<T> SeesAsync<T>(Func<Task<T>> look, Func<T, bool> wanted, string what)
    {
        var waiting = Stopwatch.StartNew();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (true)
        {
            var seen = await look();
            if (wanted(seen))
                return seen;
            if (waiting.Elapsed > TimeSpan.FromSeconds(30))
                throw new TimeoutException($"Waited 30 s for {what}; saw {seen} last.");
            await pace.WaitForNextTickAsync();
        }
    }
}
