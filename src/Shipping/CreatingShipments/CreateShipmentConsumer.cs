using MassTransit;
using Microsoft.Extensions.Options;
using Sagas.Contracts.Shipping;
using Sagas.EffectLedger;

namespace Sagas.Shipping.CreatingShipments;

/// <summary>Takes on an order's goods, if they go where Shipping goes.</summary>
[ReadsUnitOfWork]
sealed class CreateShipmentConsumer(LocalEffectLedger<ShippingDbContext> ledger, IOptions<ShippingOptions> options) : IConsumer<CreateShipment>
{
    public Task Consume(ConsumeContext<CreateShipment> context)
    {
        var command = context.Message;
        return ledger.DoAsync(
            context,
            command.EffectKey,
            perform: async connection =>
            {
                if (!options.Value.Serves(command.ShipTo.Country))
                    return command.Refused(ShipmentRefusal.CountryNotServed);

                var shipment = NewShipment.For(command, options.Value.CarrierOf(command.OrderId));
                await CreateShipmentStatement.CreateAsync(connection, shipment, context.GetTenant(), context.CancellationToken);
                return command.Created(shipment);
            },
            refuse: command.Refused);
    }
}
