namespace Sagas.EventStore.Tests;

public sealed class PostgresEventStoreComplies(TestDatabase database) : EventStoreCompliance, IClassFixture<TestDatabase>
{
    protected override IEventStore Store { get; } = new PostgresEventStore(database.App, Clock);
}
