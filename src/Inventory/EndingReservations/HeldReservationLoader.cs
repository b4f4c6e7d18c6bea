using Npgsql;
using NpgsqlTypes;
using Sagas.Contracts.Orders;
using Sagas.Inventory.ReservingStock;
using Sagas.Transactions;

namespace Sagas.Inventory.EndingReservations;

/// <summary>Reads reservations that have not ended, by order.</summary>
sealed class HeldReservationLoader : IRowLoader<Guid, HeldReservation>
{
    const string Lock = "select order_id from reservations where order_id = any($1) order by order_id for update";

    const string Read = $"""
        select order_id, saga_id, tenant, sku, quantity from reservations join reservation_lines using (order_id)
        where order_id = any($1) and state = '{ReservationState.Reserved}' order by order_id, sku
        """;

    public static readonly HeldReservationLoader Instance = new();

    public Rank Rank => Rank.Business;

    public LoadStatements<Guid, HeldReservation> Load(IReadOnlyList<Guid> keys, bool locking)
    {
        var read = new LoadStatements<Guid, HeldReservation>([For(Read, keys)], ReadAsync);
        return locking ? read.After(For(Lock, keys)) : read;
    }

    static async Task<IReadOnlyDictionary<Guid, HeldReservation>> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var rows = new List<(Guid OrderId, Guid SagaId, string Tenant, OrderLine Line)>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add((reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2), new OrderLine { Sku = reader.GetString(3), Quantity = reader.GetInt32(4) }));
        return rows.GroupBy(row => row.OrderId).ToDictionary(
            order => order.Key, order => new HeldReservation(order.Key, order.First().SagaId, order.First().Tenant, [.. order.Select(row => row.Line)]));
    }

    static NpgsqlBatchCommand For(string sql, IReadOnlyList<Guid> orderIds) => new NpgsqlBatchCommand(sql).WithColumn(NpgsqlDbType.Uuid, orderIds);
}
