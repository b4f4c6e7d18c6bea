using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sagas.Poison;

public sealed class JourneyDbContext(DbContextOptions options) : SagaDbContext(options)
{
    protected override IEnumerable<ISagaClassMap> Configurations => [new JourneyStateMap()];

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddTransactionalOutboxEntities();
    }
}

[DbContext(typeof(JourneyDbContext))]
[Migration("0001_inbox_and_outbox")]
sealed class InboxAndOutboxMigration() : SqlMigration(InboxAndOutbox);

[DbContext(typeof(JourneyDbContext))]
[Migration("0002_failures")]
sealed class FailureTablesMigration : FailuresMigration;

[DbContext(typeof(JourneyDbContext))]
[Migration("0003_journeys")]
sealed class JourneysMigration() : SqlMigration("""
    create table journeys (
      correlation_id uuid    not null constraint journeys_pkey primary key,
      version        integer not null,
      current_state  text    not null
    ) with (fillfactor = 60);
    grant select, insert, update, delete on journeys to sagas_app;
    """);
