using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Sagas.EventStore;
using Sagas.SagaTimeline;

namespace Sagas.Hops.Ours;

public sealed class RelayDbContext(DbContextOptions options) : SagaDbContext(options)
{
    protected override IEnumerable<ISagaClassMap> Configurations => [new RelayStateMap()];

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddTransactionalOutboxEntities();
    }
}

[DbContext(typeof(RelayDbContext))]
[Migration("0001_inbox_and_outbox")]
sealed class InboxAndOutboxMigration() : SqlMigration(InboxAndOutbox);

[DbContext(typeof(RelayDbContext))]
[Migration("0002_event_store")]
sealed class EventStoreMigration() : SqlMigration(string.Join('\n', EventStoreSchema.Scripts.Select(script => script.Text)));

[DbContext(typeof(RelayDbContext))]
[Migration("0003_saga_timeline")]
sealed class SagaTimelineMigration() : SqlMigration(SagaTimelineSchema.Tables.Assembly, SagaTimelineSchema.Tables.Resource);

[DbContext(typeof(RelayDbContext))]
[Migration("0004_relays")]
sealed class RelaysMigration() : SqlMigration("""
    create table relays (
      correlation_id uuid        not null constraint relays_pkey primary key,
      version        integer     not null,
      current_state  text        not null,
      leg            integer     not null,
      updated_at     timestamptz not null
    ) with (fillfactor = 60);
    grant select, insert, update, delete on relays to sagas_app;
    """);
