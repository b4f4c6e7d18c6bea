using Microsoft.EntityFrameworkCore;
using Sagas.ServiceDefaults;

namespace Sagas.Payment.Gateway;

/// <summary>The simulated gateway's database: another company's, so nothing of ours joins its transactions.</summary>
sealed class GatewayDbContext(DbContextOptions<GatewayDbContext> options) : DbContext(options)
{
    public DbSet<Charge> Charges => Set<Charge>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Charge>(charge =>
        {
            charge.ToTable("charges").HasKey(row => row.Key).HasName("charges_pkey");
            charge.Property(row => row.Amount).HasPrecision(19, 4);
            charge.Property(row => row.CreatedAt).HasDefaultValueSql("now()");
            charge.HasIndex(row => row.OrderId).HasDatabaseName("charges_order_id");
        });
        modelBuilder.UseSnakeCaseColumns();
    }
}
