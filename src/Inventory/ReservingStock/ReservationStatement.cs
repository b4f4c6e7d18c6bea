using Npgsql;
using NpgsqlTypes;
using Sagas.Contracts.Inventory;
using Sagas.Inventory.Stock;

namespace Sagas.Inventory.ReservingStock;

/// <summary>Decides about all lines of an order, and reserves them when there is enough of each: one statement, so nothing can come between.</summary>
/// <remarks>
/// <para>
/// No deadlock: <c>held</c> locks the stock rows in SKU order - the lock is taken above the sort, one row after the other - so of two orders that name the same
/// SKUs, in whatever order, the second waits at the first row that they share while it holds none that the first still needs. Everything else that locks several
/// stock rows, which is <see cref="EndingReservations.EndReservationStatement" />, takes them in the same order.
/// </para>
/// <para>
/// No overselling: a row that was awaited is read again once it is locked, so <c>held</c> sees what the other order left, though the statement's snapshot is older.
/// The update sets what follows from <c>held</c>. Were it to compute from the row that it finds itself, the check on <c>available</c> would see the result for the
/// snapshot's version first, and refuse goods that have come in since.
/// </para>
/// <para>All or nothing: the verdict looks at every line before the first row is changed. Prices are the catalogue's when the statement began.</para>
/// </remarks>
static class ReservationStatement
{
    const string Decide = $"""
        with asked as materialized (
          select sku, quantity, position from unnest($4, $5) with ordinality as lines (sku, quantity, position)
        ), held as materialized (
          select stock.sku, stock.available, stock.reserved from stock join asked using (sku) order by stock.sku for update of stock
        ), lines as materialized (
          select position, sku, quantity, coalesce(available, 0) as available, reserved, unit_price, currency
          from asked left join held using (sku) left join products using (sku)
        ), verdict as materialized (
          select case
            when bool_or(unit_price is null) then '{StockRefusal.UnknownSku}'
            when count(distinct currency) > 1 then '{StockRefusal.CurrencyMismatch}'
            when bool_or(available < quantity) then '{StockRefusal.OutOfStock}'
          end as refusal
          from lines
        ), taken as materialized (
          select lines.* from lines, verdict where refusal is null
        ), reserved as (
          update stock set available = taken.available - taken.quantity, reserved = taken.reserved + taken.quantity from taken where stock.sku = taken.sku
        ), reservation as (
          insert into reservations (order_id, saga_id, currency, tenant) select $1, $2, min(currency), $3 from taken having count(*) > 0
        ), reservation_line as (
          insert into reservation_lines (order_id, sku, quantity, unit_price) select $1, sku, quantity, unit_price from taken
        ), movement as (
          insert into movements (sku, kind, quantity, order_id, tenant) select sku, '{MovementKind.Reservation}', quantity, $1, $3 from taken
        )
        select refusal, sku, quantity, available, unit_price, currency from lines, verdict order by position
        """;

    public static async Task<ReservationDecision> DecideAsync(
        NpgsqlConnection connection, ReserveStock command, string tenant, CancellationToken cancellationToken)
    {
        await using var statement = new NpgsqlCommand(Decide, connection);
        statement.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = command.OrderId });
        statement.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = command.SagaId });
        statement.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        statement.Parameters.Add(new NpgsqlParameter<string[]>
            { TypedValue = [.. command.Lines.Select(line => line.Sku)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        statement.Parameters.Add(new NpgsqlParameter<int[]>
            { TypedValue = [.. command.Lines.Select(line => line.Quantity)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });

        string? refusal = null;
        var lines = new List<DecidedLine>();
        await using var reader = await statement.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            lines.Add(Read(reader, out refusal));
        return new ReservationDecision(refusal, lines);
    }

    /// <summary>Every row carries the verdict, which is the same for all.</summary>
    static DecidedLine Read(NpgsqlDataReader reader, out string? refusal)
    {
        refusal = reader.IsDBNull(0) ? null : reader.GetString(0);
        return new DecidedLine(
            Sku: reader.GetString(1),
            Quantity: reader.GetInt32(2),
            Available: reader.GetInt64(3),
            UnitPrice: reader.IsDBNull(4) ? null : reader.GetDecimal(4),
            Currency: reader.IsDBNull(5) ? null : reader.GetString(5));
    }
}
