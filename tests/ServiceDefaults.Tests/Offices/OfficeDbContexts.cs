using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Sagas.ServiceDefaults.Tests.Offices;

/// <summary>Two services in one host, each with a database of its own and nothing in it but what every service has.</summary>
public sealed class NorthDbContext(DbContextOptions<NorthDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddTransactionalOutboxEntities();
        modelBuilder.AddDeadLetterEntity();
    }
}

public sealed class SouthDbContext(DbContextOptions<SouthDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddTransactionalOutboxEntities();
        modelBuilder.AddDeadLetterEntity();
    }
}

[DbContext(typeof(NorthDbContext))]
[Migration("0001_inbox_and_outbox")]
public sealed class NorthInboxAndOutbox() : SqlMigration(InboxAndOutbox);

[DbContext(typeof(NorthDbContext))]
[Migration("0002_failures")]
public sealed class NorthFailures : FailuresMigration;

[DbContext(typeof(SouthDbContext))]
[Migration("0001_inbox_and_outbox")]
public sealed class SouthInboxAndOutbox() : SqlMigration(InboxAndOutbox);

[DbContext(typeof(SouthDbContext))]
[Migration("0002_failures")]
public sealed class SouthFailures : FailuresMigration;
