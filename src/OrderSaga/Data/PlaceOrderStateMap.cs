using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.OrderSaga.Data;

sealed class PlaceOrderStateMap() : StepSagaStateMap<PlaceOrderState, OrderStep>("place_order_sagas")
{
    protected override void Configure(EntityTypeBuilder<PlaceOrderState> entity, ModelBuilder model)
    {
        base.Configure(entity, model);
        IsJson(entity.Property(saga => saga.Lines).HasColumnName("lines"));
        IsJson(entity.Property(saga => saga.ShipTo).HasColumnName("ship_to"));
        entity.Property(saga => saga.PaymentToken).HasColumnName("payment_token");
        entity.Property(saga => saga.ReserveStockRound).HasColumnName("reserve_stock_round");
        entity.Property(saga => saga.CapturePaymentRound).HasColumnName("capture_payment_round");
        entity.Property(saga => saga.CreateShipmentRound).HasColumnName("create_shipment_round");
        entity.Property(saga => saga.ReserveStockUndo).HasColumnName("reserve_stock_undo").HasConversion<string>().HasDefaultValue(Compensation.NotNeeded);
        entity.Property(saga => saga.CapturePaymentUndo).HasColumnName("capture_payment_undo").HasConversion<string>().HasDefaultValue(Compensation.NotNeeded);
        entity.Property(saga => saga.CreateShipmentUndo).HasColumnName("create_shipment_undo").HasConversion<string>().HasDefaultValue(Compensation.NotNeeded);
    }
}
