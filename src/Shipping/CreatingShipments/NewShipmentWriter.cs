using Npgsql;
using NpgsqlTypes;
using Sagas.Transactions;

namespace Sagas.Shipping.CreatingShipments;

/// <summary>Creates shipments.</summary>
sealed class NewShipmentWriter : IRowWriter<NewShipment>
{
    // In the order of the orders, whose second shipment waits for the first: so two transactions wait in one direction.
    const string Create = """
        insert into shipments (shipment_id, order_id, saga_id, lines, ship_to, country, carrier, tracking_number, tenant)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) as rows (shipment_id, order_id, saga_id, lines, ship_to, country, carrier, tracking_number, tenant)
        order by order_id
        """;

    public static readonly NewShipmentWriter Instance = new();

    public Rank Rank => Rank.Business;

    public WriteStatements Write(IReadOnlyList<NewShipment> rows) => new([
        new NpgsqlBatchCommand(Create)
            .WithColumn(NpgsqlDbType.Uuid, rows, row => row.Shipment.ShipmentId)
            .WithColumn(NpgsqlDbType.Uuid, rows, row => row.Shipment.OrderId)
            .WithColumn(NpgsqlDbType.Uuid, rows, row => row.Shipment.SagaId)
            .WithColumn(NpgsqlDbType.Jsonb, rows, row => ShipmentJson.Write(row.Shipment.Lines))
            .WithColumn(NpgsqlDbType.Jsonb, rows, row => ShipmentJson.Write(row.Shipment.ShipTo))
            .WithColumn(NpgsqlDbType.Text, rows, row => row.Shipment.Country)
            .WithColumn(NpgsqlDbType.Text, rows, row => row.Shipment.Carrier)
            .WithColumn(NpgsqlDbType.Text, rows, row => row.Shipment.TrackingNumber)
            .WithColumn(NpgsqlDbType.Text, rows, row => row.Tenant),
    ]);
}
