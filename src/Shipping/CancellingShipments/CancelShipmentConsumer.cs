using MassTransit;
using Sagas.Contracts.Shipping;
using Sagas.EffectLedger;
using Sagas.Transactions;

namespace Sagas.Shipping.CancellingShipments;

/// <summary>Cancels an order's shipment if it has not left, and sees to it that none will be created later.</summary>
[ReadsUnitOfWork]
sealed class CancelShipmentConsumer(LocalEffectLedger<ShippingDbContext> ledger, IUnitOfWork<ShippingDbContext> unit) : IConsumer<CancelShipment>
{
    public Task Consume(ConsumeContext<CancelShipment> context)
    {
        var command = context.Message;
        StandingShipment? shipment = null;
        unit.Load(StandingShipmentLoader.Instance, new ShipmentOfSaga(command.OrderId, command.SagaId), found => shipment = found);
        return ledger.UndoAsync(
            context,
            command.EffectKey,
            command.Undoes,
            decide: () =>
            {
                if (shipment is { HasLeft: true })
                    return command.Refused(shipment);
                if (shipment is { CanBeCancelled: true })
                    unit.Write(CancelledShipmentWriter.Instance, shipment.ShipmentId);
                return command.Cancelled(existed: shipment is not null);
            });
    }
}
