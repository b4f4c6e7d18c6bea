namespace Sagas.EventStore;

/// <summary>
/// Looks for snapshots that lie: folds a sample of them again from the first event, and discards each that says something else. A lie means
/// that the fold changed and its version was not raised, or that somebody wrote to the table.
/// </summary>
/// <param name="store">Where the streams are.</param>
/// <param name="fold">The fold whose snapshots are looked at. Others are not served by it, and not looked at.</param>
public sealed class SnapshotAudit<TState, TEvent>(IEventStore store, Fold<TState, TEvent> fold)
    where TEvent : class
{
    /// <summary>Looks at some snapshots, chosen at random.</summary>
    /// <param name="sample">How many.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    public async Task<SnapshotAuditReport> RunAsync(int sample, CancellationToken cancellationToken = default)
    {
        var snapshots = await store.SampleSnapshotsAsync(fold.Stamp, sample, cancellationToken).ConfigureAwait(false);
        var lies = new List<(StreamId, long)>();
        foreach (var snapshot in snapshots)
        {
            if (await HoldsAsync(snapshot, cancellationToken).ConfigureAwait(false))
                continue;
            await store.DiscardSnapshotAsync(snapshot, cancellationToken).ConfigureAwait(false);
            lies.Add((snapshot.Stream, snapshot.Version));
        }

        return new SnapshotAuditReport(snapshots.Count, lies);
    }

    async Task<bool> HoldsAsync(StreamSnapshot snapshot, CancellationToken cancellationToken)
    {
        var again = await store.FoldAsync(snapshot.Stream, fold, StreamMoment.AtVersion(snapshot.Version), cancellationToken).ConfigureAwait(false);
        return again.Version == snapshot.Version
            && CanonicalJson.Of(fold.Snapshot(snapshot.Stream, again.Current).State).Span.SequenceEqual(CanonicalJson.Of(snapshot.State).Span);
    }
}
