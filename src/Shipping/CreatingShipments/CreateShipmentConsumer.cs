using MassTransit;
using Microsoft.Extensions.Options;
using Sagas.Contracts.Shipping;
using Sagas.EffectLedger;
using Sagas.Transactions;

namespace Sagas.Shipping.CreatingShipments;

/// <summary>Takes on an order's goods, if they go where Shipping goes.</summary>
[ReadsUnitOfWork]
sealed class CreateShipmentConsumer(
    LocalEffectLedger<ShippingDbContext> ledger, IUnitOfWork<ShippingDbContext> unit, IOptions<ShippingOptions> options) : IConsumer<CreateShipment>
{
    public Task Consume(ConsumeContext<CreateShipment> context)
    {
        var command = context.Message;
        return ledger.DoAsync(
            context,
            command.EffectKey,
            decide: () =>
            {
                if (!options.Value.Serves(command.ShipTo.Country))
                    return command.Refused(ShipmentRefusal.CountryNotServed);

                var created = NewShipment.For(command, options.Value.CarrierOf(command.OrderId), context.GetTenant());
                unit.Write(NewShipmentWriter.Instance, created);
                return command.Created(created.Shipment);
            },
            refuse: command.Refused);
    }
}
