using Npgsql;
using NpgsqlTypes;
using Sagas.Contracts.Inventory;
using Sagas.Inventory.ReservingStock;

namespace Sagas.Inventory.TakingReturns;

/// <summary>Expects the goods of a return, when they are among those that left for the order and nobody brings them back already.</summary>
/// <remarks>
/// Of two returns of one order the second waits at the unique index on the order until the first has committed, and then inserts nothing: what would have been
/// fitting and is not expected is returned already. The statement's snapshot can't be asked for the first, which may be younger. What left for an order never changes, so its
/// lines need no lock.
/// </remarks>
static class ExpectReturnStatement
{
    const string Expect = $"""
        with asked as materialized (
          select sku, quantity from unnest($5, $6) as asked (sku, quantity)
        ), left_for_order as materialized (
          select state, state = '{ReservationState.Shipped}' and not exists (
            select from asked left join reservation_lines shipped on shipped.order_id = $2 and shipped.sku = asked.sku
            where asked.quantity > coalesce(shipped.quantity, 0)) as fits
          from reservations where order_id = $2
        ), expected as (
          insert into returns (return_id, order_id, receive_key, tenant, receive_address) select $1, $2, $3, $4, $7 from left_for_order where fits
          on conflict (order_id) where state <> '{ReturnState.Cancelled}' do nothing
          returning return_id
        ), line as (
          insert into return_lines (return_id, sku, quantity) select return_id, sku, quantity from expected, asked
        )
        select exists (select from expected), (select state from left_for_order), coalesce((select fits from left_for_order), false)
        """;

    /// <returns>Why the goods are not taken back; <c>null</c> when they are expected.</returns>
    /// <exception cref="ReturnNotReadyException">The goods have not left yet, as far as is known here.</exception>
    public static async Task<string?> ExpectAsync(
        NpgsqlConnection connection, ReceiveReturn command, Uri replyTo, string tenant, CancellationToken cancellationToken)
    {
        await using var statement = new NpgsqlCommand(Expect, connection);
        statement.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = command.SagaId });
        statement.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = command.OrderId });
        statement.Parameters.Add(new NpgsqlParameter<string> { TypedValue = command.EffectKey.ToString() });
        statement.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        statement.Parameters.Add(new NpgsqlParameter<string[]>
            { TypedValue = [.. command.Lines.Select(line => line.Sku)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        statement.Parameters.Add(new NpgsqlParameter<int[]>
            { TypedValue = [.. command.Lines.Select(line => line.Quantity)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        statement.Parameters.Add(new NpgsqlParameter<string> { TypedValue = replyTo.ToString() });
        await using var reader = await statement.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return Refusal(reader, command.OrderId);
    }

    static string? Refusal(NpgsqlDataReader reader, Guid orderId)
    {
        if (reader.GetBoolean(0))
            return null;
        if (!reader.IsDBNull(1) && reader.GetString(1) == ReservationState.Reserved)
            throw new ReturnNotReadyException($"Order {orderId} is to come back, and Inventory has not heard yet that it left. Its dispatch may be on its way.");
        return reader.GetBoolean(2) ? ReturnRefusal.ReturnedAlready : ReturnRefusal.NotShipped;
    }
}
