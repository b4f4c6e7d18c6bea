namespace Sagas.EventStore;

/// <summary>Events that follow each other in the order of all.</summary>
/// <param name="Events">Those that were asked for.</param>
/// <param name="Through">Up to where everything was looked at: where the next page begins. Where this one began, when there was nothing.</param>
/// <param name="IsFull">Whether there may be more by now.</param>
public sealed record EventPage(IReadOnlyList<RecordedEvent> Events, GlobalCheckpoint Through, bool IsFull);
