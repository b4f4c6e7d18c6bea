using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sagas.EntityFrameworkIntegration.Tests.TollGates;

public sealed class TollDbContext(DbContextOptions options) : SagaDbContext(options)
{
    protected override IEnumerable<ISagaClassMap> Configurations => [new GateMap()];

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddTransactionalOutboxEntities();
        modelBuilder.AddDeadLetterEntity();
    }
}

[DbContext(typeof(TollDbContext))]
[Migration("0001_inbox_and_outbox")]
public sealed class InboxAndOutbox() : SqlMigration(SqlMigration.InboxAndOutbox);

[DbContext(typeof(TollDbContext))]
[Migration("0002_toll_gates")]
public sealed class TollGateTables() : SqlMigration("""
    create table gates (
      gate_id       uuid    not null primary key,
      version       integer not null,
      current_state text    not null,
      cars          integer not null,
      closing_token uuid    null
    );
    create table visits (subject_id uuid primary key, visits integer not null);
    create table crossings (crossing_id uuid primary key);
    create table till (total integer not null);
    insert into till values (0);
    grant select, insert, update, delete on gates, visits, crossings, till to sagas_app;
    """);

[DbContext(typeof(TollDbContext))]
[Migration("0003_failures")]
public sealed class Failures : FailuresMigration;
