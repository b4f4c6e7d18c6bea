using MassTransit;
using Sagas.Contracts.Shipping;
using Sagas.EffectLedger;

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
            perform: async connection =>
                await CancelShipmentStatement.CancelAsync(connection, command.SagaId, command.OrderId, context.CancellationToken) switch
                {
                    { HasLeft: true } shipment => command.Refused(shipment),
                    var shipment => command.Cancelled(existed: shipment is not null),
                });
    }
}
