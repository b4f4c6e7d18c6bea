using System.Text.Json;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Sagas.Contracts;
using Sagas.Contracts.Orders;
using Sagas.OrderSaga.PlaceOrder;

namespace Sagas.OrderSaga.Data;

sealed class PlaceOrderStateMap : SagaClassMap<PlaceOrderState>
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    protected override void Configure(EntityTypeBuilder<PlaceOrderState> entity, ModelBuilder model)
    {
        entity.ToTable("place_order_sagas").HasKey(saga => saga.CorrelationId).HasName("place_order_sagas_pkey");
        entity.Property(saga => saga.CorrelationId).HasColumnName("correlation_id");
        entity.Property(saga => saga.CurrentState).HasColumnName("current_state");
        entity.Property(saga => saga.Version).HasColumnName("version").IsConcurrencyToken();
        entity.Property(saga => saga.CustomerId).HasColumnName("customer_id");
        entity.Property(saga => saga.Lines).HasColumnName("lines").HasColumnType("jsonb")
            .HasConversion(
                lines => JsonSerializer.Serialize(lines, Json),
                json => JsonSerializer.Deserialize<List<OrderLine>>(json, Json)!,
                ValueComparer.CreateDefault<IReadOnlyList<OrderLine>>(favorStructuralComparisons: false));
        entity.Property(saga => saga.ShipTo).HasColumnName("ship_to").HasColumnType("jsonb")
            .HasConversion(address => JsonSerializer.Serialize(address, Json), json => JsonSerializer.Deserialize<PostalAddress>(json, Json)!);
        entity.Property(saga => saga.PaymentToken).HasColumnName("payment_token");
        entity.Property(saga => saga.DefinitionVersion).HasColumnName("definition_version").HasDefaultValue(1);
        entity.Property(saga => saga.ReserveStockRound).HasColumnName("reserve_stock_round");
        entity.Property(saga => saga.CapturePaymentRound).HasColumnName("capture_payment_round");
        entity.Property(saga => saga.CreateShipmentRound).HasColumnName("create_shipment_round");
        entity.Property(saga => saga.ReserveStockUndo).HasColumnName("reserve_stock_undo").HasConversion<string>().HasDefaultValue(Compensation.NotNeeded);
        entity.Property(saga => saga.CapturePaymentUndo).HasColumnName("capture_payment_undo").HasConversion<string>().HasDefaultValue(Compensation.NotNeeded);
        entity.Property(saga => saga.CreateShipmentUndo).HasColumnName("create_shipment_undo").HasConversion<string>().HasDefaultValue(Compensation.NotNeeded);
        entity.Property(saga => saga.UndoRound).HasColumnName("undo_round");
        entity.Property(saga => saga.Attempt).HasColumnName("attempt");
        entity.Property(saga => saga.WaitingSince).HasColumnName("waiting_since");
        entity.Property(saga => saga.DeadlineToken).HasColumnName("deadline_token");
        entity.Property(saga => saga.DeadlineAt).HasColumnName("deadline_at");
        entity.Property(saga => saga.ParkedBecause).HasColumnName("parked_because");
        entity.Property(saga => saga.Tenant).HasColumnName("tenant").HasDefaultValue("default");
        entity.Property(saga => saga.StartedAt).HasColumnName("started_at");
        entity.Property(saga => saga.UpdatedAt).HasColumnName("updated_at");
        entity.Property(saga => saga.EndedAt).HasColumnName("ended_at");
        entity.HasIndex(saga => new { saga.WaitingSince, saga.CorrelationId }).HasDatabaseName("place_order_sagas_waiting").HasFilter("ended_at is null");
        entity.HasIndex(saga => new { saga.CurrentState, saga.EndedAt, saga.CorrelationId }).IsDescending(false, true, true)
            .HasDatabaseName("place_order_sagas_ended").HasFilter("ended_at is not null");
    }
}
