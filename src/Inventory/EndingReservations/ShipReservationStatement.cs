using Npgsql;
using Sagas.Contracts.Orders;
using Sagas.Inventory.ReservingStock;
using Sagas.Inventory.Stock;

namespace Sagas.Inventory.EndingReservations;

/// <summary>Ends an order's reservation because its goods have left, in one statement.</summary>
/// <remarks>
/// The reservation's row is locked by the first update, which finds it only while it is still reserved: of an UnreserveStock and a ShipmentDispatched, or of two of
/// either, one moves the units and the other finds nothing. Then the stock rows are locked in SKU order, as <see cref="ReservationWriter" /> does: no deadlock. New amounts are
/// computed from the locked rows, for the reason given there, and movements are written from them, so that those of a SKU are numbered in the order in which they happened.
/// </remarks>
static class ShipReservationStatement
{
    const string Ship = $"""
        with ended as (
          update reservations set state = '{ReservationState.Shipped}', shipment_id = $2, ended_at = now()
          where order_id = $1 and state = '{ReservationState.Reserved}'
          returning order_id, tenant
        ), lines as materialized (
          select sku, quantity, tenant from reservation_lines join ended using (order_id)
        ), held as materialized (
          select stock.*, quantity, lines.tenant from stock join lines using (sku) order by stock.sku for update of stock
        ), moved as (
          update stock set reserved = held.reserved - quantity, shipped = held.shipped + quantity from held where stock.sku = held.sku
        ), movement as (
          insert into movements (sku, kind, quantity, order_id, tenant) select sku, '{MovementKind.Dispatch}', quantity, $1, tenant from held
        )
        select sku, quantity from lines order by sku
        """;

    const string HasShipped = "select exists (select from reservations where shipment_id = $1)";

    /// <summary>Takes the goods of an order out of stock, whoever reserved them: a dispatch is a fact.</summary>
    /// <param name="connection">A connection with a transaction.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="shipmentId">The shipment that its goods left with.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What was moved; empty when there is no reservation that could end.</returns>
    public static async Task<IReadOnlyList<OrderLine>> ShipAsync(NpgsqlConnection connection, Guid orderId, Guid shipmentId, CancellationToken cancellationToken)
    {
        await using var statement = new NpgsqlCommand(Ship, connection)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = orderId }, new NpgsqlParameter<Guid> { TypedValue = shipmentId } },
        };
        var lines = new List<OrderLine>();
        await using var reader = await statement.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            lines.Add(new OrderLine { Sku = reader.GetString(0), Quantity = reader.GetInt32(1) });
        return lines;
    }

    /// <summary>Whether a shipment's goods were taken out of stock before.</summary>
    public static async Task<bool> HasShippedAsync(NpgsqlConnection connection, Guid shipmentId, CancellationToken cancellationToken)
    {
        await using var statement = new NpgsqlCommand(HasShipped, connection) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = shipmentId } } };
        return (bool)(await statement.ExecuteScalarAsync(cancellationToken))!;
    }
}
