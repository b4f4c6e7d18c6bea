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

    public WriteStatements Write(IReadOnlyList<NewShipment> rows)
    {
        var create = new NpgsqlBatchCommand(Create);
        Add(NpgsqlDbType.Uuid, row => row.Shipment.ShipmentId);
        Add(NpgsqlDbType.Uuid, row => row.Shipment.OrderId);
        Add(NpgsqlDbType.Uuid, row => row.Shipment.SagaId);
        Add(NpgsqlDbType.Jsonb, row => ShipmentJson.Write(row.Shipment.Lines));
        Add(NpgsqlDbType.Jsonb, row => ShipmentJson.Write(row.Shipment.ShipTo));
        Add(NpgsqlDbType.Text, row => row.Shipment.Country);
        Add(NpgsqlDbType.Text, row => row.Shipment.Carrier);
        Add(NpgsqlDbType.Text, row => row.Shipment.TrackingNumber);
        Add(NpgsqlDbType.Text, row => row.Tenant);
        return new WriteStatements([create]);

        void Add<TValue>(NpgsqlDbType type, Func<NewShipment, TValue> value) =>
            create.Parameters.Add(new NpgsqlParameter<TValue[]> { TypedValue = [.. rows.Select(value)], NpgsqlDbType = NpgsqlDbType.Array | type });
    }
}
