using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Sagas.ServiceDefaults;

namespace Sagas.Payment.SimulatedGateway;

/// <summary>The simulated gateway's database, for migrations and the audit.</summary>
sealed class SimulatedGatewayDbContext(DbContextOptions<SimulatedGatewayDbContext> options) : DbContext(options)
{
    public DbSet<Charge> Charges => Set<Charge>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Charge>(charge =>
        {
            charge.ToTable("charges").HasKey(row => row.Key).HasName("charges_pkey");
            charge.Property(row => row.Number).UseIdentityAlwaysColumn();
            charge.Property(row => row.Amount).HasPrecision(19, 4);
            charge.Property(row => row.RecordedAt).HasDefaultValueSql("now()");
            charge.HasIndex(row => row.Number).IsUnique().HasDatabaseName("charges_number_key");
            charge.HasIndex(row => row.Reference).IsUnique().HasDatabaseName("charges_reference_key");
            charge.HasIndex(row => row.RefundReference).IsUnique().HasDatabaseName("charges_refund_reference_key");
            charge.Ignore(row => row.Money);
        });
        modelBuilder.UseSnakeCaseColumns();
    }
}

[DbContext(typeof(SimulatedGatewayDbContext))]
[Migration("0001_payment_gateway")]
sealed class SimulatedGatewayMigration() : SqlMigration(typeof(SimulatedGatewayMigration).Assembly, "0001_payment_gateway.sql");
