using System.Diagnostics;

namespace Sagas.Hops;

/// <summary>Counts the commits of this process from the driver's tracing, and the transactions that delete what was sent apart from them.</summary>
sealed class CommitCounter : IDisposable
{
    readonly ActivityListener _listener;
    int _commits;
    int _deletions;

    public CommitCounter()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Count,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public int Commits => _commits;

    public int Deletions => _deletions;

    public void Dispose() => _listener.Dispose();

    void Count(Activity activity)
    {
        if (activity.TagObjects.FirstOrDefault(tag => tag.Key is "db.statement" or "db.query.text").Value is not string statement)
            return;
        if (statement.EndsWith("COMMIT", StringComparison.Ordinal))
            Interlocked.Increment(ref _commits);
        else if (statement.StartsWith("delete from outbox", StringComparison.Ordinal))
            Interlocked.Increment(ref _deletions);
    }
}
