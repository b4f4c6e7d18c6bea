using Npgsql;
using Sagas.Inventory.Stock;

namespace Sagas.Inventory.TakingReturns;

/// <summary>Puts the sound goods of a return back on the shelf, or writes the damaged ones off: each once, however often it is asked for.</summary>
/// <remarks>
/// The return's row is locked by the first update, which finds it only while this was not done. Then the stock rows are locked in SKU order, as
/// <see cref="ReservingStock.ReservationWriter" /> does, which never waits for a return: no deadlock. New amounts are computed from the locked rows, for the reason
/// given there.
/// </remarks>
static class SettleGoodsStatement
{
    public static Task<int> RestockAsync(NpgsqlConnection connection, Guid returnId, CancellationToken cancellationToken) =>
        SettleAsync(connection, returnId, "restocked_at", "sound", "available", MovementKind.Restock, cancellationToken);

    public static Task<int> WriteOffAsync(NpgsqlConnection connection, Guid returnId, CancellationToken cancellationToken) =>
        SettleAsync(connection, returnId, "written_off_at", "damaged", "written_off", MovementKind.WriteOff, cancellationToken);

    /// <returns>The units, over all lines.</returns>
    /// <exception cref="ReturnNotReadyException">Nobody has inspected the goods.</exception>
    static async Task<int> SettleAsync(
        NpgsqlConnection connection, Guid returnId, string at, string verdict, string level, string kind, CancellationToken cancellationToken)
    {
        await using var statement = new NpgsqlCommand(
            $"""
            with settled as (
              update returns set {at} = now() where return_id = $1 and state = '{ReturnState.Inspected}' and {at} is null
              returning return_id, order_id, tenant
            ), lines as materialized (
              select sku, {verdict} as quantity, order_id, tenant from return_lines join settled using (return_id) where {verdict} > 0
            ), held as materialized (
              select stock.sku, stock.{level} as before, quantity, order_id, lines.tenant from stock join lines using (sku) order by stock.sku for update of stock
            ), moved as (
              update stock set {level} = held.before + quantity from held where stock.sku = held.sku
            ), movement as (
              insert into movements (sku, kind, quantity, order_id, tenant) select sku, '{kind}', quantity, order_id, tenant from held
            )
            select sum({verdict})::integer from return_lines where return_id = $1
            """,
            connection) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = returnId } } };
        return await statement.ExecuteScalarAsync(cancellationToken) is int units
            ? units
            : throw new ReturnNotReadyException($"The goods of return {returnId} have not been inspected. Book the inspection with POST /returns/{returnId}/inspection.");
    }
}
