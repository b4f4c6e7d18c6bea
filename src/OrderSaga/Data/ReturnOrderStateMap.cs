using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.ReturnOrder;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.OrderSaga.Data;

sealed class ReturnOrderStateMap() : StepSagaStateMap<ReturnOrderState, ReturnStep>("return_order_sagas")
{
    protected override void Configure(EntityTypeBuilder<ReturnOrderState> entity, ModelBuilder model)
    {
        base.Configure(entity, model);
        entity.Property(saga => saga.OrderId).HasColumnName("order_id");
        IsJson(entity.Property(saga => saga.Lines).HasColumnName("lines"));
        IsJson(entity.Property(saga => saga.Amount).HasColumnName("amount"));
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
