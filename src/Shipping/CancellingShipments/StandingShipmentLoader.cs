using Npgsql;
using NpgsqlTypes;
using Sagas.Transactions;

namespace Sagas.Shipping.CancellingShipments;

/// <summary>Reads the shipments that sagas asked for. Whoever locks a row first decides.</summary>
sealed class StandingShipmentLoader : IRowLoader<ShipmentOfSaga, StandingShipment>
{
    const string Lock = """
        select shipment_id from shipments join unnest($1, $2) as asked (order_id, saga_id) using (order_id, saga_id) order by shipment_id for update of shipments
        """;

    const string Read = """
        select order_id, saga_id, shipment_id, carrier, tracking_number, status
        from shipments join unnest($1, $2) as asked (order_id, saga_id) using (order_id, saga_id)
        """;

    public static readonly StandingShipmentLoader Instance = new();

    public Rank Rank => Rank.Business;

    public LoadStatements<ShipmentOfSaga, StandingShipment> Load(IReadOnlyList<ShipmentOfSaga> keys, bool locking)
    {
        var read = new LoadStatements<ShipmentOfSaga, StandingShipment>([For(Read, keys)], ReadAsync);
        return locking ? read.After(For(Lock, keys)) : read;
    }

    static async Task<IReadOnlyDictionary<ShipmentOfSaga, StandingShipment>> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var shipments = new Dictionary<ShipmentOfSaga, StandingShipment>();
        while (await reader.ReadAsync(cancellationToken))
        {
            shipments.Add(
                new ShipmentOfSaga(reader.GetGuid(0), reader.GetGuid(1)),
                new StandingShipment(reader.GetGuid(2), reader.GetString(3), reader.GetString(4), reader.GetString(5)));
        }

        return shipments;
    }

    static NpgsqlBatchCommand For(string sql, IReadOnlyList<ShipmentOfSaga> keys) =>
        new NpgsqlBatchCommand(sql).WithColumn(NpgsqlDbType.Uuid, keys, key => key.OrderId).WithColumn(NpgsqlDbType.Uuid, keys, key => key.SagaId);
}
