namespace Sagas.EventStore.Tests;

public sealed class PostgresEventStoreComplies(TestDatabase database) : EventStoreCompliance, IClassFixture<TestDatabase>
{
    protected override IEventStore Store { get; } = new PostgresEventStore(database.App, Clock);

    protected override IEventImport Import { get; } = new PostgresEventImport(database.App);

    protected override IStreamArchive Archive { get; } = new PostgresStreamArchive(database.App, database.Archiver);

    protected override IPersonErasure Erasure { get; } = new PostgresPersonErasure(database.Owner);
}
