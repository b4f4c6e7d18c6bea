using MassTransit;
using Sagas.Contracts.Shipping;
using Sagas.Transactions;

namespace Sagas.Inventory.EndingReservations;

/// <summary>Turns what was reserved for an order into shipped, once per shipment.</summary>
[ReadsUnitOfWork]
sealed class ShipmentDispatchedConsumer(IUnitOfWork<InventoryDbContext> unit) : IConsumer<ShipmentDispatched>
{
    public async Task Consume(ConsumeContext<ShipmentDispatched> context)
    {
        unit.UseOwnTransaction();
        await unit.LoadAsync(context.CancellationToken);
        if (unit.IsDuplicate)
            return;

        var shipment = context.Message;
        var connection = await unit.ConnectAsync(context.CancellationToken);
        var shipped = await ShipReservationStatement.ShipAsync(connection, shipment.OrderId, shipment.ShipmentId, context.CancellationToken);
        if (shipped.Count == 0 && await ShipReservationStatement.HasShippedAsync(connection, shipment.ShipmentId, context.CancellationToken))
            return;
        if (!shipped.ToHashSet().SetEquals(shipment.Lines))
            throw new DispatchWithoutReservationException(shipment.OrderId, shipment.ShipmentId);
    }
}
