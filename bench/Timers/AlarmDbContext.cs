using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sagas.Timers;

public sealed class AlarmDbContext(DbContextOptions options) : SagaDbContext(options)
{
    protected override IEnumerable<ISagaClassMap> Configurations => [new AlarmStateMap()];

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddTransactionalOutboxEntities();
    }
}

[DbContext(typeof(AlarmDbContext))]
[Migration("0001_inbox_and_outbox")]
sealed class InboxAndOutboxMigration() : SqlMigration(InboxAndOutbox);

[DbContext(typeof(AlarmDbContext))]
[Migration("0002_failures")]
sealed class FailureTablesMigration : FailuresMigration;

[DbContext(typeof(AlarmDbContext))]
[Migration("0003_alarms")]
sealed class AlarmsMigration() : SqlMigration("""
    create table alarms (
      correlation_id uuid    not null constraint alarms_pkey primary key,
      version        integer not null,
      current_state  text    not null,
      due_token      uuid    null
    ) with (fillfactor = 60);
    grant select, insert, update, delete on alarms to sagas_app;
    """);
