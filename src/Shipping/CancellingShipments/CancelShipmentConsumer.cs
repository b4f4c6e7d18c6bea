using MassTransit;
using Sagas.Contracts.Shipping;
using Sagas.EffectLedger;
using Sagas.Shipping.CreatingShipments;

namespace Sagas.Shipping.CancellingShipments;

/// <summary>Cancels an order's shipment if it has not left, and sees to it that none will be created later.</summary>
[ReadsUnitOfWork]
sealed class CancelShipmentConsumer(LocalEffectLedger<ShippingDbContext> ledger) : IConsumer<CancelShipment>
{
    public Task Consume(ConsumeContext<CancelShipment> context)
    {
        var command = context.Message;
        return ledger.UndoAsync(
            context,
            command.EffectKey,
            perform: async connection => await CancelShipmentStatement.CancelAsync(connection, command.OrderId, context.CancellationToken) switch
            {
                { Cancelled: false } left => new ShipmentCancellationRefused
                {
                    SagaId = command.SagaId,
                    OrderId = command.OrderId,
                    EffectKey = command.EffectKey,
                    Reason = ShipmentRefusal.AlreadyDispatched,
                    ShipmentId = left.ShipmentId,
                    Carrier = left.Carrier,
                    TrackingNumber = left.TrackingNumber,
                },
                var cancelled => new ShipmentCancelled
                {
                    SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Existed = cancelled is not null,
                },
            });
    }
}
