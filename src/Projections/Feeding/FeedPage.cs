using Sagas.EventStore;

namespace Sagas.Projections;

/// <summary>Events that follow each other, of some partitions.</summary>
/// <param name="Events">Those of the partitions asked for.</param>
/// <param name="Partitions">Of each of them the partition.</param>
/// <param name="Through">Up to where everything was looked at; null when there was nothing.</param>
/// <param name="IsFull">Whether there may be more.</param>
sealed record FeedPage(IReadOnlyList<RecordedEvent> Events, IReadOnlyList<int> Partitions, GlobalCheckpoint? Through, bool IsFull);
