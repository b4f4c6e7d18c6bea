using MassTransit;
using Microsoft.EntityFrameworkCore;
using Sagas.EffectLedger;
using Sagas.Payment.Ledger;
using Sagas.ServiceDefaults;

namespace Sagas.Payment;

/// <summary>Payment's database, for migrations and queries. Messages are handled without it, by the statements beside their consumers.</summary>
sealed class PaymentDbContext(DbContextOptions<PaymentDbContext> options) : DbContext(options)
{
    public DbSet<OrderPayment> Payments => Set<OrderPayment>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddTransactionalOutboxEntities();
        modelBuilder.AddDeadLetterEntity();
        modelBuilder.AddEffectEntity();
        modelBuilder.Entity<OrderPayment>(payment =>
        {
            payment.ToTable("payments").HasKey(row => row.CaptureKey).HasName("payments_pkey");
            payment.Property(row => row.Captured).HasPrecision(19, 4);
            payment.Property(row => row.Refunded).HasPrecision(19, 4);
            payment.Property(row => row.Voided).HasDefaultValue(false);
            payment.Property(row => row.Tenant).HasDefaultValue(TenantHeader.Default);
            payment.Property(row => row.RecordedAt).HasDefaultValueSql("now()");
            payment.Property(row => row.UpdatedAt).HasDefaultValueSql("now()");
            payment.HasIndex(row => row.OrderId).HasDatabaseName("payments_order_id");
        });
        modelBuilder.UseSnakeCaseColumns();
    }
}
