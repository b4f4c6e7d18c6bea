namespace Sagas.EventStore.Tests;

public sealed class InMemoryEventStoreComplies : EventStoreCompliance
{
    protected override IEventStore Store { get; } = new InMemoryEventStore(Clock);
}
