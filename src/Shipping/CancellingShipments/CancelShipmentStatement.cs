using Npgsql;

namespace Sagas.Shipping.CancellingShipments;

/// <summary>What became of an attempt to cancel: not cancelled is a shipment that has left.</summary>
sealed record CancelledShipment(Guid ShipmentId, string Carrier, string TrackingNumber, bool Cancelled);

static class CancelShipmentStatement
{
    // The lock comes first and looks at the row again once it is granted, so a dispatch that commits meanwhile is seen: whoever has the row first decides.
    const string Cancel = """
        with shipment as (
          select shipment_id, carrier, tracking_number, status from shipments where order_id = $1 and status <> 'cancelled' for update
        ), cancelled as (
          update shipments set status = 'cancelled', cancelled_at = now() from shipment
          where shipments.shipment_id = shipment.shipment_id and shipment.status = 'created'
          returning shipments.shipment_id
        )
        select shipment_id, carrier, tracking_number, exists (select from cancelled) from shipment
        """;

    /// <returns><c>null</c> when there is no shipment.</returns>
    public static async Task<CancelledShipment?> CancelAsync(NpgsqlConnection connection, Guid orderId, CancellationToken cancellationToken)
    {
        await using var statement = new NpgsqlCommand(Cancel, connection) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = orderId } } };
        await using var reader = await statement.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new CancelledShipment(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetBoolean(3))
            : null;
    }
}
