namespace Sagas.EventStore;

/// <summary>What an append means, the same in every store.</summary>
static class AppendRules
{
    internal static void Check(IReadOnlyList<StreamAppend> appends)
    {
        ArgumentNullException.ThrowIfNull(appends);
        if (appends.Count == 1)
            return;
        if (appends.DistinctBy(a => a.Stream).Count() < appends.Count)
            throw new ArgumentException("Two of the appends go to one stream. Make them one append.", nameof(appends));
        if (appends.SelectMany(a => a.Events).GroupBy(e => e.EventId).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"Event id {twice.Key} comes twice. Every event has its own.", nameof(appends));
    }

    /// <summary>The first result, when this append has been made before.</summary>
    internal static AppendResult? ResultOfFirst(StreamAppend append, IReadOnlyDictionary<Guid, (StreamId Stream, long Version)> stored)
    {
        if (append.Events.FirstOrDefault(e => stored.ContainsKey(e.EventId)) is not { } repeated)
            return null;

        var first = stored.GetValueOrDefault(append.Events[0].EventId).Version;
        for (var i = 0; i < append.Events.Count; i++)
        {
            if (stored.GetValueOrDefault(append.Events[i].EventId) != (append.Stream, first + i))
                throw new DuplicateEventException(repeated.EventId, stored[repeated.EventId].Stream, stored[repeated.EventId].Version);
        }

        return new AppendResult(append.Stream, first, first + append.Events.Count - 1);
    }

    internal static PreparedAppend Prepare(StreamAppend append, StreamHead head, DateTimeOffset now)
    {
        if (head.Tenant != append.Tenant)
            throw new ForeignTenantException(append.Stream);
        StreamArchivedException.ThrowIfArchived(head);
        if (!append.Expected.Admits(head.Version))
            throw new VersionConflictException(append.Stream, append.Expected, head.Version);
        return new PreparedAppend(append, head, now);
    }
}
