namespace Sagas.EventStore.Tests;

public sealed class InMemoryEventStoreComplies : EventStoreCompliance
{
    readonly InMemoryEventStore store = new(Clock);

    protected override IEventStore Store => store;

    protected override IEventImport Import => store;

    protected override IStreamArchive Archive => store;

    protected override IPersonErasure Erasure => store;
}
