using System.Text.Json;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Sagas.Contracts;
using Sagas.Contracts.Orders;
using Sagas.EffectLedger;
using Sagas.ServiceDefaults;

namespace Sagas.Shipping;

/// <summary>Shipping's database, for migrations and queries. Messages are handled without it, by the statements beside their consumers.</summary>
sealed class ShippingDbContext(DbContextOptions<ShippingDbContext> options) : DbContext(options)
{
    public DbSet<Shipment> Shipments => Set<Shipment>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddTransactionalOutboxEntities();
        modelBuilder.AddDeadLetterEntity();
        modelBuilder.AddEffectEntity();
        modelBuilder.Entity<Shipment>(shipment =>
        {
            shipment.ToTable("shipments").HasKey(row => row.ShipmentId).HasName("shipments_pkey");
            shipment.Property(row => row.ShipmentId).ValueGeneratedNever();
            shipment.Property(row => row.Lines).HasColumnType("jsonb").HasConversion(
                lines => ShipmentJson.Write(lines), json => ShipmentJson.ReadLines(json), ValueComparer.CreateDefault<IReadOnlyList<OrderLine>>(favorStructuralComparisons: false));
            shipment.Property(row => row.ShipTo).HasColumnType("jsonb").HasConversion(address => ShipmentJson.Write(address), json => ShipmentJson.ReadAddress(json));
            shipment.Property(row => row.Status).HasDefaultValue(ShipmentStatus.Created);
            shipment.Property<string>("Tenant").IsRequired().HasDefaultValue(TenantHeader.Default);
            shipment.Property(row => row.CreatedAt).HasDefaultValueSql("now()");
            shipment.HasIndex(row => row.TrackingNumber).IsUnique().HasDatabaseName("shipments_tracking_number_key");
            shipment.HasIndex(row => row.OrderId).IsUnique().HasFilter($"status <> '{ShipmentStatus.Cancelled}'").HasDatabaseName("shipments_order_id");
            shipment.HasIndex(row => new { row.OrderId, row.SagaId }).IsUnique().HasDatabaseName("shipments_saga_key");
            shipment.HasIndex(row => row.CreatedAt).HasFilter($"status = '{ShipmentStatus.Created}'").HasDatabaseName("shipments_waiting");
            shipment.HasIndex(row => row.DispatchedAt).HasFilter($"status = '{ShipmentStatus.Dispatched}'").HasDatabaseName("shipments_travelling");
        });
        modelBuilder.UseSnakeCaseColumns();
    }
}

/// <summary>How lines and addresses are stored.</summary>
static class ShipmentJson
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Json);

    public static IReadOnlyList<OrderLine> ReadLines(string json) => JsonSerializer.Deserialize<List<OrderLine>>(json, Json)!;

    public static PostalAddress? ReadAddress(string json) => JsonSerializer.Deserialize<PostalAddress>(json, Json);
}
