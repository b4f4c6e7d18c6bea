using Npgsql;
using NpgsqlTypes;

namespace Sagas.Shipping.CreatingShipments;

static class CreateShipmentStatement
{
    const string Create = """
        insert into shipments (shipment_id, order_id, saga_id, lines, ship_to, country, carrier, tracking_number, tenant)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    public static async Task CreateAsync(NpgsqlConnection connection, Shipment shipment, string tenant, CancellationToken cancellationToken)
    {
        await using var statement = new NpgsqlCommand(Create, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = shipment.ShipmentId },
                new NpgsqlParameter<Guid> { TypedValue = shipment.OrderId },
                new NpgsqlParameter<Guid> { TypedValue = shipment.SagaId },
                new NpgsqlParameter<string> { TypedValue = ShipmentJson.Write(shipment.Lines), NpgsqlDbType = NpgsqlDbType.Jsonb },
                new NpgsqlParameter<string> { TypedValue = ShipmentJson.Write(shipment.ShipTo), NpgsqlDbType = NpgsqlDbType.Jsonb },
                new NpgsqlParameter<string> { TypedValue = shipment.Country },
                new NpgsqlParameter<string> { TypedValue = shipment.Carrier },
                new NpgsqlParameter<string> { TypedValue = shipment.TrackingNumber },
                new NpgsqlParameter<string> { TypedValue = tenant },
            },
        };
        await statement.ExecuteNonQueryAsync(cancellationToken);
    }
}
