using MassTransit;
using Npgsql;
using Sagas.Contracts.Orders;
using Sagas.Contracts.Shipping;

namespace Sagas.Shipping.MovingParcels;

/// <summary>Moves parcels on, and has the world told in the same commit. The status is changed by one statement, so each parcel is moved once.</summary>
static class ParcelStatements
{
    const string Returning = "returning order_id, shipment_id, lines::text, dispatched_at, delivered_at";

    const string Dispatch = $"update shipments set status = 'dispatched', dispatched_at = $2 where shipment_id = any($1) and status = 'created' {Returning}";

    const string Deliver = $"update shipments set status = 'delivered', delivered_at = $2 where shipment_id = any($1) and status = 'dispatched' {Returning}";

    /// <returns>How many of the parcels left with this call: those that had left or were cancelled are passed over.</returns>
    public static async Task<int> DispatchAsync(
        IOutboxSession<ShippingDbContext> session, IReadOnlyList<Guid> shipmentIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var moved = await MoveAsync(session, Dispatch, shipmentIds, now, cancellationToken);
        foreach (var parcel in moved)
        {
            await session.PublishAsync(
                new ShipmentDispatched { OrderId = parcel.OrderId, ShipmentId = parcel.ShipmentId, Lines = parcel.Lines, DispatchedAt = now }, cancellationToken);
        }

        return moved.Count;
    }

    /// <returns>How many of the parcels arrived with this call.</returns>
    public static async Task<int> DeliverAsync(
        IOutboxSession<ShippingDbContext> session, IReadOnlyList<Guid> shipmentIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var moved = await MoveAsync(session, Deliver, shipmentIds, now, cancellationToken);
        foreach (var parcel in moved)
            await session.PublishAsync(new ShipmentDelivered { OrderId = parcel.OrderId, ShipmentId = parcel.ShipmentId, DeliveredAt = now }, cancellationToken);
        return moved.Count;
    }

    static async Task<List<(Guid OrderId, Guid ShipmentId, IReadOnlyList<OrderLine> Lines)>> MoveAsync(
        IOutboxSession<ShippingDbContext> session, string sql, IReadOnlyList<Guid> shipmentIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var connection = await session.UnitOfWork.ConnectAsync(cancellationToken);
        await using var statement = new NpgsqlCommand(sql, connection)
        {
            Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = [.. shipmentIds] }, new NpgsqlParameter<DateTimeOffset> { TypedValue = now } },
        };
        var moved = new List<(Guid, Guid, IReadOnlyList<OrderLine>)>();
        await using var reader = await statement.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            moved.Add((reader.GetGuid(0), reader.GetGuid(1), ShipmentJson.ReadLines(reader.GetString(2))));
        return moved;
    }
}
