using MassTransit;
using Microsoft.EntityFrameworkCore;
using Sagas.EffectLedger;
using Sagas.Payment.Ledger;
using Sagas.ServiceDefaults;

namespace Sagas.Payment;

/// <summary>Payment's database, for migrations and queries. Messages are handled without it, by the statements beside their consumers.</summary>
sealed class PaymentDbContext(DbContextOptions<PaymentDbContext> options) : DbContext(options)
{
    public DbSet<PaymentEntry> Entries => Set<PaymentEntry>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddTransactionalOutboxEntities();
        modelBuilder.AddEffectEntity();
        modelBuilder.Entity<PaymentEntry>(entry =>
        {
            entry.ToTable("payment_entries").HasKey(row => new { row.GatewayKey, row.Kind }).HasName("payment_entries_pkey");
            entry.Property(row => row.Amount).HasPrecision(19, 4);
            entry.Property(row => row.Tenant).HasDefaultValue(TenantHeader.Default);
            entry.Property(row => row.RecordedAt).HasDefaultValueSql("now()");
            entry.HasIndex(row => row.OrderId).HasDatabaseName("payment_entries_order_id");
        });
        modelBuilder.UseSnakeCaseColumns();
    }
}
