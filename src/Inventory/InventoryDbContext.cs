using MassTransit;
using Microsoft.EntityFrameworkCore;
using Sagas.EffectLedger;
using Sagas.Inventory.Catalogue;
using Sagas.Inventory.ReceivingStock;
using Sagas.Inventory.ReservingStock;
using Sagas.Inventory.Stock;
using Sagas.Inventory.TakingReturns;
using Sagas.ServiceDefaults;

namespace Sagas.Inventory;

/// <summary>Inventory's database, for migrations and queries. Messages are handled without it, by the statements beside their consumers.</summary>
sealed class InventoryDbContext(DbContextOptions<InventoryDbContext> options) : DbContext(options)
{
    public DbSet<Product> Products => Set<Product>();

    public DbSet<StockRow> Stock => Set<StockRow>();

    public DbSet<Receipt> Receipts => Set<Receipt>();

    public DbSet<Movement> Movements => Set<Movement>();

    public DbSet<Reservation> Reservations => Set<Reservation>();

    public DbSet<ReservationLine> ReservationLines => Set<ReservationLine>();

    public DbSet<Return> Returns => Set<Return>();

    public DbSet<ReturnLine> ReturnLines => Set<ReturnLine>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddTransactionalOutboxEntities();
        modelBuilder.AddDeadLetterEntity();
        modelBuilder.AddEffectEntity();
        modelBuilder.Entity<Product>(product =>
        {
            product.ToTable("products").HasKey(row => row.Sku).HasName("products_pkey");
            product.Property(row => row.UnitPrice).HasPrecision(19, 4);
            product.Property(row => row.Discontinued).HasDefaultValue(false);
            product.Property(row => row.UpdatedAt).HasDefaultValueSql("now()");
            product.Ignore(row => row.Price);
        });
        modelBuilder.Entity<StockRow>(stock =>
        {
            stock.ToTable("stock").HasKey(row => row.Sku).HasName("stock_pkey");
            stock.Property(row => row.Available).HasDefaultValue(0L);
            stock.Property(row => row.Reserved).HasDefaultValue(0L);
            stock.Property(row => row.Shipped).HasDefaultValue(0L);
            stock.Property(row => row.WrittenOff).HasDefaultValue(0L);
        });
        modelBuilder.Entity<Receipt>(receipt =>
        {
            receipt.ToTable("receipts").HasKey(row => row.ReceiptId).HasName("receipts_pkey");
            receipt.Property(row => row.ReceivedAt).HasDefaultValueSql("now()");
            receipt.Property<string?>("IdempotencyKey");
            receipt.Property<string>("Tenant").IsRequired().HasDefaultValue(TenantHeader.Default);
            receipt.HasIndex("Tenant", "IdempotencyKey").IsUnique().HasDatabaseName("receipts_idempotency_key");
            receipt.HasIndex(row => row.Sku).IncludeProperties(row => row.Quantity).HasDatabaseName("receipts_sku");
        });
        modelBuilder.Entity<Movement>(movement =>
        {
            movement.ToTable("movements").HasKey(row => row.MovementId).HasName("movements_pkey");
            movement.Property(row => row.MovementId).UseIdentityAlwaysColumn();
            movement.Property(row => row.Tenant).HasDefaultValue(TenantHeader.Default);
            movement.Property(row => row.MovedAt).HasDefaultValueSql("now()");
            movement.HasIndex(row => new { row.Sku, row.Kind }).HasDatabaseName("movements_sku");
        });
        modelBuilder.Entity<Reservation>(reservation =>
        {
            reservation.ToTable("reservations").HasKey(row => row.OrderId).HasName("reservations_pkey");
            reservation.Property(row => row.State).HasDefaultValue(ReservationState.Reserved);
            reservation.Property(row => row.Tenant).HasDefaultValue(TenantHeader.Default);
            reservation.Property(row => row.ReservedAt).HasDefaultValueSql("now()");
            reservation.HasIndex(row => row.ShipmentId).IsUnique().HasDatabaseName("reservations_shipment_id_key");
        });
        modelBuilder.Entity<ReservationLine>(line =>
        {
            line.ToTable("reservation_lines").HasKey(row => new { row.OrderId, row.Sku }).HasName("reservation_lines_pkey");
            line.Property(row => row.UnitPrice).HasPrecision(19, 4);
        });
        modelBuilder.Entity<Return>(entity =>
        {
            entity.ToTable("returns").HasKey(row => row.ReturnId).HasName("returns_pkey");
            entity.Property(row => row.State).HasDefaultValue(ReturnState.Expected);
            entity.Property(row => row.ReceiveAddress).HasDefaultValue("exchange:return-order");
            entity.Property(row => row.Tenant).HasDefaultValue(TenantHeader.Default);
            entity.Property(row => row.ExpectedAt).HasDefaultValueSql("now()");
            entity.HasIndex(row => row.OrderId).IsUnique().HasFilter($"state <> '{ReturnState.Cancelled}'").HasDatabaseName("returns_order_id");
        });
        modelBuilder.Entity<ReturnLine>(line =>
        {
            line.ToTable("return_lines").HasKey(row => new { row.ReturnId, row.Sku }).HasName("return_lines_pkey");
            line.HasIndex(row => row.Sku).HasDatabaseName("return_lines_sku");
        });
        modelBuilder.UseSnakeCaseColumns();
    }
}
