using System.Collections.Concurrent;

namespace Sagas.Timers;

/// <summary>How long after they were due timers reached their saga.</summary>
public sealed class Lateness
{
    ConcurrentBag<TimeSpan> _measured = [];

    public int Count => _measured.Count;

    public void Add(TimeSpan lateness) => _measured.Add(lateness);

    /// <summary>In milliseconds, the shortest first; measuring begins anew.</summary>
    public IReadOnlyList<double> Take() => [.. Interlocked.Exchange(ref _measured, []).Select(lateness => lateness.TotalMilliseconds).Order()];
}
