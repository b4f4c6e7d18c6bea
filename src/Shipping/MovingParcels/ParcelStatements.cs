using MassTransit;
using Npgsql;
using Sagas.Contracts.Orders;
using Sagas.Contracts.Shipping;

namespace Sagas.Shipping.MovingParcels;

/// <summary>Moves parcels on, and has the world told in the same commit. The status is changed by one statement, so each parcel is moved once.</summary>
static class ParcelStatements
{
    const string Dispatch = $"""
        update shipments set status = '{ShipmentStatus.Dispatched}', dispatched_at = $2 where shipment_id = any($1) and status = '{ShipmentStatus.Created}'
        returning order_id, shipment_id, lines::text, dispatched_at
        """;

    const string Deliver = $"""
        update shipments set status = '{ShipmentStatus.Delivered}', delivered_at = $2 where shipment_id = any($1) and status = '{ShipmentStatus.Dispatched}'
        returning order_id, shipment_id, lines::text, delivered_at
        """;

    /// <summary>Sends parcels off. Those that have left or were cancelled are passed over.</summary>
    public static async Task DispatchAsync(
        IOutboxSession<ShippingDbContext> session, IReadOnlyList<Guid> shipmentIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var (orderId, shipmentId, lines, at) in await MoveAsync(session, Dispatch, shipmentIds, now, cancellationToken))
        {
            await session.PublishAsync(
                new ShipmentDispatched { OrderId = orderId, ShipmentId = shipmentId, Lines = lines, DispatchedAt = at }, cancellationToken);
        }
    }

    /// <summary>Hands parcels over. Those that have not left, or have arrived, are passed over.</summary>
    public static async Task DeliverAsync(
        IOutboxSession<ShippingDbContext> session, IReadOnlyList<Guid> shipmentIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var (orderId, shipmentId, _, at) in await MoveAsync(session, Deliver, shipmentIds, now, cancellationToken))
            await session.PublishAsync(new ShipmentDelivered { OrderId = orderId, ShipmentId = shipmentId, DeliveredAt = at }, cancellationToken);
    }

    static async Task<List<MovedParcel>> MoveAsync(
        IOutboxSession<ShippingDbContext> session, string sql, IReadOnlyList<Guid> shipmentIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var connection = await session.UnitOfWork.ConnectAsync(cancellationToken);
        await using var statement = new NpgsqlCommand(sql, connection)
        {
            Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = [.. shipmentIds] }, new NpgsqlParameter<DateTimeOffset> { TypedValue = now } },
        };
        var moved = new List<MovedParcel>();
        await using var reader = await statement.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            moved.Add(Read(reader));
        return moved;
    }

    static MovedParcel Read(NpgsqlDataReader reader) =>
        new(reader.GetGuid(0), reader.GetGuid(1), ShipmentJson.ReadLines(reader.GetString(2)), reader.GetFieldValue<DateTimeOffset>(3));

    /// <param name="OrderId">The order.</param>
    /// <param name="ShipmentId">The shipment.</param>
    /// <param name="Lines">What is in the parcel.</param>
    /// <param name="At">When it moved, as it is stored: the database keeps microseconds.</param>
    sealed record MovedParcel(Guid OrderId, Guid ShipmentId, IReadOnlyList<OrderLine> Lines, DateTimeOffset At);
}
