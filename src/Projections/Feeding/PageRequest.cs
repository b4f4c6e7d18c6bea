using Sagas.EventStore;

namespace Sagas.Projections;

/// <summary>Which page of the feed.</summary>
/// <param name="After">Where it begins.</param>
/// <param name="UpTo">Beyond where nothing is wanted; null when there is no such place.</param>
/// <param name="Partitions">Whose events.</param>
/// <param name="Limit">The most events to look at.</param>
sealed record PageRequest(GlobalCheckpoint After, GlobalCheckpoint? UpTo, IReadOnlyList<int> Partitions, int Limit)
{
    /// <summary>No more of a page than is wanted.</summary>
    internal EventPage Cut(EventPage page) => UpTo is { } last && page.Through.IsAfter(last)
        ? new EventPage([.. page.Events.TakeWhile(recorded => !recorded.Checkpoint.IsAfter(last))], last, IsFull: false)
        : page;

    internal bool IsSameAs(PageRequest other) => (After, UpTo, Limit) == (other.After, other.UpTo, other.Limit) && Partitions.SequenceEqual(other.Partitions);
}
