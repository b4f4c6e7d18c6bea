using System.Collections.Concurrent;
using System.Diagnostics;

namespace Sagas.TestKit;

/// <summary>What this process has sent to one database since this began, from the driver's own tracing: one activity for each round trip.</summary>
public sealed class RoundTrips : IDisposable
{
    // Sending, sweeping, deleting what was sent, and measuring how much waits.
    static readonly string[] OfTheOutbox = ["update outbox", "delete from outbox where message_id", "select extract(epoch", "(select from outbox limit"];

    readonly ConcurrentQueue<string> _statements = new();
    readonly ActivityListener _listener;

    public RoundTrips(string database)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                // With the schema before it or without, as the driver's version has it.
                if (activity.TagObjects.Any(tag => tag.Key is "db.name" or "db.namespace" && (tag.Value as string)?.EndsWith(database, StringComparison.Ordinal) == true)
                    && activity.TagObjects.FirstOrDefault(tag => tag.Key is "db.statement" or "db.query.text").Value is string statement)
                    _statements.Enqueue(statement);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<string> All => [.. _statements];

    /// <summary>Of handling messages: what the outbox does beside it belongs to no message.</summary>
    public IReadOnlyList<string> Handling => [.. _statements.Where(statement => !IsDispatch(statement))];

    /// <summary>Of the outbox.</summary>
    public IReadOnlyList<string> Dispatch => [.. _statements.Where(IsDispatch)];

    public int Commits => _statements.Count(statement => statement.TrimEnd().TrimEnd(';').EndsWith("COMMIT", StringComparison.Ordinal));

    public int CountOf(string words) => _statements.Count(statement => statement.Contains(words, StringComparison.Ordinal));

    public void Clear() => _statements.Clear();

    public void Dispose() => _listener.Dispose();

    public override string ToString() => string.Join('\n', _statements.CountBy(statement => statement).Select(counted => $"{counted.Value} x {counted.Key}"));

    static bool IsDispatch(string statement) => OfTheOutbox.Any(words => statement.Contains(words, StringComparison.Ordinal));
}
