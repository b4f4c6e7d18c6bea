using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Sagas.Contracts;
using Sagas.Contracts.Orders;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.ReturnOrder;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.OrderSaga.Data;

sealed class ReturnOrderStateMap() : StepSagaStateMap<ReturnOrderState, ReturnStep>("return_order_sagas")
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    protected override void Configure(EntityTypeBuilder<ReturnOrderState> entity, ModelBuilder model)
    {
        base.Configure(entity, model);
        entity.Property(saga => saga.OrderId).HasColumnName("order_id");
        entity.Property(saga => saga.CustomerId).HasColumnName("customer_id");
        entity.Property(saga => saga.Lines).HasColumnName("lines").HasColumnType("jsonb")
            .HasConversion(
                lines => JsonSerializer.Serialize(lines, Json),
                json => JsonSerializer.Deserialize<List<OrderLine>>(json, Json)!,
                ValueComparer.CreateDefault<IReadOnlyList<OrderLine>>(favorStructuralComparisons: false));
        entity.Property(saga => saga.Amount).HasColumnName("amount").HasColumnType("jsonb")
            .HasConversion(amount => JsonSerializer.Serialize(amount, Json), json => JsonSerializer.Deserialize<Money>(json, Json)!);
        entity.Property(saga => saga.ReceiveReturnRound).HasColumnName("receive_return_round");
        entity.Property(saga => saga.InspectReturnRound).HasColumnName("inspect_return_round");
        entity.Property(saga => saga.RestockGoodsRound).HasColumnName("restock_goods_round");
        entity.Property(saga => saga.WriteOffGoodsRound).HasColumnName("write_off_goods_round");
        entity.Property(saga => saga.RefundReturnRound).HasColumnName("refund_return_round");
        entity.Property(saga => saga.ReceiveReturnUndo).HasColumnName("receive_return_undo").HasConversion<string>().HasDefaultValue(Compensation.NotNeeded);
        entity.Property(saga => saga.ParkedStep).HasColumnName("parked_step").HasConversion<string>();
        entity.HasIndex(saga => saga.OrderId).HasDatabaseName("return_order_sagas_order");
    }
}
