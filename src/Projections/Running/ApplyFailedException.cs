using Sagas.EventStore;

namespace Sagas.Projections;

/// <summary>A projection could not apply a batch, and the events are to blame. Nothing of it was written.</summary>
sealed class ApplyFailedException(IReadOnlyList<RecordedEvent> events, Exception why) : Exception(why.Message, why)
{
    internal IReadOnlyList<RecordedEvent> Events { get; } = events;
}
