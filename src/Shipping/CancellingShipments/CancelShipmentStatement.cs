using Npgsql;

namespace Sagas.Shipping.CancellingShipments;

/// <summary>A shipment after an attempt to cancel it.</summary>
/// <param name="ShipmentId">The shipment.</param>
/// <param name="Carrier">Who carries it.</param>
/// <param name="TrackingNumber">The carrier's number for it.</param>
/// <param name="HasLeft">Whether it was too late.</param>
sealed record CancelledShipment(Guid ShipmentId, string Carrier, string TrackingNumber, bool HasLeft);

static class CancelShipmentStatement
{
    // The lock comes first and looks at the row again once it is granted, so a dispatch that commits meanwhile is seen: whoever has the row first decides.
    const string Cancel = $"""
        with shipment as materialized (
          select shipment_id, carrier, tracking_number, status from shipments where saga_id = $1 and order_id = $2 for update
        ), cancelled as (
          update shipments set status = '{ShipmentStatus.Cancelled}', cancelled_at = now() from shipment
          where shipments.shipment_id = shipment.shipment_id and shipment.status = '{ShipmentStatus.Created}'
        )
        select shipment_id, carrier, tracking_number, status in ('{ShipmentStatus.Dispatched}', '{ShipmentStatus.Delivered}') from shipment
        """;

    /// <returns><c>null</c> when there is no shipment.</returns>
    public static async Task<CancelledShipment?> CancelAsync(NpgsqlConnection connection, Guid sagaId, Guid orderId, CancellationToken cancellationToken)
    {
        await using var statement = new NpgsqlCommand(Cancel, connection)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = sagaId }, new NpgsqlParameter<Guid> { TypedValue = orderId } },
        };
        await using var reader = await statement.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new CancelledShipment(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetBoolean(3))
            : null;
    }
}
