using System.Collections.Concurrent;
using System.Diagnostics;

namespace Sagas.Projections.Tests;

/// <summary>The round trips to one database that Npgsql has made since this began, by what was asked.</summary>
sealed class RoundTrips : IDisposable
{
    readonly ConcurrentQueue<string> _asked = [];
    readonly ActivityListener _listener;

    public RoundTrips(string database)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.TagObjects.Any(tag => database.Equals(tag.Value as string, StringComparison.Ordinal)))
                    _asked.Enqueue(string.Join(' ', activity.TagObjects.Where(tag => tag.Key is "db.query.text" or "db.statement").Select(tag => tag.Value)));
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public int Count => _asked.Count;

    public int CountOf(string words) => _asked.Count(asked => asked.Contains(words, StringComparison.Ordinal));

    public override string ToString() => string.Join('\n', _asked.CountBy(asked => asked).Select(asked => $"{asked.Value} x {asked.Key}"));

    public void Dispose() => _listener.Dispose();
}
