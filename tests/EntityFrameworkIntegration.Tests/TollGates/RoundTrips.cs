using System.Collections.Concurrent;
using System.Diagnostics;

namespace Sagas.EntityFrameworkIntegration.Tests.TollGates;

/// <summary>What this process sends to one database, from the driver's own tracing: one activity for each round trip.</summary>
public sealed class RoundTrips : IDisposable
{
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
                if (activity.TagObjects.Any(tag => tag.Key is "db.name" or "db.namespace" && (tag.Value as string)?.EndsWith(database, StringComparison.Ordinal) == true)
                    && activity.TagObjects.FirstOrDefault(tag => tag.Key is "db.statement" or "db.query.text").Value is string statement)
                    _statements.Enqueue(statement);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Of handling messages.</summary>
    public IReadOnlyList<string> Handling => [.. _statements.Where(statement => !IsDispatch(statement))];

    /// <summary>Of sending, sweeping, deleting what they sent, and measuring how much waits.</summary>
    public IReadOnlyList<string> Dispatch => [.. _statements.Where(IsDispatch)];

    public int Commits => _statements.Count(statement => statement.TrimEnd().TrimEnd(';').EndsWith("COMMIT", StringComparison.Ordinal));

    public void Clear() => _statements.Clear();

    public void Dispose() => _listener.Dispose();

    static bool IsDispatch(string statement) =>
        statement.StartsWith("update outbox", StringComparison.Ordinal) || statement.StartsWith("select extract(epoch", StringComparison.Ordinal)
        || statement.StartsWith("delete from outbox where message_id", StringComparison.Ordinal)
        || statement.Contains("(select from outbox limit", StringComparison.Ordinal);
}
