using System.Collections.Concurrent;
using System.Diagnostics;

namespace Sagas.Load.Driving;

/// <summary>What the orders of one run went through.</summary>
sealed class Journeys
{
    readonly ConcurrentQueue<(long Answer, long End)> _journeys = new();
    readonly long _begun = Stopwatch.GetTimestamp();
    long _ended;
    int _confirmed;

    public int Count => _journeys.Count;

    public int Confirmed => _confirmed;

    /// <summary>From the begin of the run to the last end.</summary>
    public TimeSpan Duration => Stopwatch.GetElapsedTime(_begun, _ended);

    /// <param name="answer">From the intended start of its request to the answer, in the stopwatch's ticks.</param>
    /// <param name="end">From there to its end.</param>
    /// <param name="confirmed">Or else cancelled.</param>
    public void Add(long answer, long end, bool confirmed)
    {
        _journeys.Enqueue((answer, end));
        _ended = Stopwatch.GetTimestamp();
        if (confirmed)
            Interlocked.Increment(ref _confirmed);
    }

    /// <summary>How long the answers to the requests took.</summary>
    public Percentiles Answers() => Percentiles.Of(_journeys.Select(journey => journey.Answer));

    /// <summary>How long it took until the orders had ended.</summary>
    public Percentiles Ends() => Percentiles.Of(_journeys.Select(journey => journey.End));
}
