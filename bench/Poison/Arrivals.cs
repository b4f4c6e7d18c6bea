using System.Collections.Concurrent;
using System.Diagnostics;

namespace Sagas.Poison;

/// <summary>How long journeys take, from their first message to the handling of their last.</summary>
public sealed class Arrivals
{
    readonly ConcurrentDictionary<Guid, long> _departures = new();
    ConcurrentBag<TimeSpan> _taken = [];

    public int Count => _taken.Count;

    public void Departs(Guid journeyId) => _departures[journeyId] = Stopwatch.GetTimestamp();

    public void Arrived(Guid journeyId)
    {
        if (_departures.TryRemove(journeyId, out var departure))
            _taken.Add(Stopwatch.GetElapsedTime(departure));
    }

    /// <summary>In milliseconds, the shortest first; measuring begins anew.</summary>
    public IReadOnlyList<double> Take() => [.. Interlocked.Exchange(ref _taken, []).Select(taken => taken.TotalMilliseconds).Order()];
}
