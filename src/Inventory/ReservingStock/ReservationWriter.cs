using Npgsql;
using NpgsqlTypes;
using Sagas.Inventory.Stock;
using Sagas.Transactions;

namespace Sagas.Inventory.ReservingStock;

/// <summary>Makes and ends reservations, many at once. One that ended meanwhile, and goods that do not suffice any more, are conflicts: nothing is written.</summary>
/// <remarks>
/// <para>
/// No deadlock: reservations that end are locked first, in the order of their ids, then all the stock rows in SKU order - each lock is taken above the sort, one row after the other -
/// whether they give or take. So of two transactions the second waits at the first row that they share while it holds none that the first still needs. Everything else
/// that locks several stock rows takes them in the same order, after the reservation or the return that it ends.
/// </para>
/// <para>
/// No overselling: a row that was awaited is read again once it is locked, so <c>held</c> sees what others have left, though the statement's snapshot is older. What is free must suffice for
/// all that ask for it together, and goods that others of them give back count. The update sets what follows from <c>held</c>: were it to compute from the row that it finds
/// itself, the check on <c>available</c> would see the result for the snapshot's version first, and refuse goods that have come in since.
/// </para>
/// <para>Movements are written from the locked rows, so that those of a SKU are numbered in the order in which they happened, and what is freed comes before what is taken of it.</para>
/// </remarks>
sealed class ReservationWriter : IRowWriter<ReservationChange>
{
    const string End = $"""
        with held as materialized (
          select order_id from reservations where order_id = any($1) and state = '{ReservationState.Reserved}' order by order_id for update
        )
        update reservations set state = '{ReservationState.Unreserved}', ended_at = now() from held where reservations.order_id = held.order_id
        """;

    const string Move = $"""
        with changes as materialized (
          select sku, quantity, order_id, tenant, is_freed, position
          from unnest($1, $2, $3, $4, $5) with ordinality as changes (sku, quantity, order_id, tenant, is_freed, position)
        ), demand as materialized (
          select sku, sum(case when is_freed then -quantity else quantity end) as net from changes group by sku
        ), held as materialized (
          select stock.sku, stock.available, stock.reserved, demand.net from stock join demand using (sku) order by stock.sku for update of stock
        ), moved as (
          update stock set available = held.available - held.net, reserved = held.reserved + held.net
          from held where stock.sku = held.sku and held.available >= held.net
          returning stock.sku
        )
        insert into movements (sku, kind, quantity, order_id, tenant)
        select sku, case when is_freed then '{MovementKind.Unreservation}' else '{MovementKind.Reservation}' end, quantity, order_id, tenant
        from changes join moved using (sku) order by position
        """;

    const string Make = """
        with line as (
          insert into reservation_lines (order_id, sku, quantity, unit_price) select * from unnest($5, $6, $7, $8) order by 1, 2
        )
        insert into reservations (order_id, saga_id, currency, tenant) select * from unnest($1, $2, $3, $4) order by 1
        """;

    public static readonly ReservationWriter Instance = new();

    public Rank Rank => Rank.Business;

    public WriteStatements Write(IReadOnlyList<ReservationChange> rows)
    {
        List<ReservationChange.Undone> undone = [.. rows.OfType<ReservationChange.Undone>()];
        List<ReservationChange.Made> made = [.. rows.OfType<ReservationChange.Made>()];
        List<MovedLine> moved =
        [
            .. undone.SelectMany(change => change.Lines, (change, line) => new MovedLine(line.Sku, line.Quantity, change, IsFreed: true)),
            .. made.SelectMany(change => change.Lines, (change, line) => new MovedLine(line.Sku, line.Quantity, change, IsFreed: false)),
        ];
        var end = undone.Count == 0 ? null : Ending(undone);
        var move = Moving(moved);
        var make = made.Count == 0 ? null : Making(made);
        return new WriteStatements([.. new[] { end, move, make }.OfType<NpgsqlBatchCommand>()], Verify);

        void Verify()
        {
            if (end is not null && end.RecordsAffected != undone.Count)
                throw new TransactionConflictException("A reservation that was to be undone has ended meanwhile.");
            if (move.RecordsAffected != moved.Count)
                throw new TransactionConflictException("Others have taken goods since they were seen to suffice.");
        }
    }

    static NpgsqlBatchCommand Ending(List<ReservationChange.Undone> undone) =>
        new NpgsqlBatchCommand(End).WithColumn(NpgsqlDbType.Uuid, undone, change => change.OrderId);

    static NpgsqlBatchCommand Moving(List<MovedLine> lines) => new NpgsqlBatchCommand(Move)
        .WithColumn(NpgsqlDbType.Text, lines, line => line.Sku)
        .WithColumn(NpgsqlDbType.Integer, lines, line => line.Quantity)
        .WithColumn(NpgsqlDbType.Uuid, lines, line => line.Change.OrderId)
        .WithColumn(NpgsqlDbType.Text, lines, line => line.Change.Tenant)
        .WithColumn(NpgsqlDbType.Boolean, lines, line => line.IsFreed);

    static NpgsqlBatchCommand Making(List<ReservationChange.Made> made)
    {
        var lines = made.SelectMany(change => change.Lines, (change, line) => (change.OrderId, Line: line)).ToList();
        return new NpgsqlBatchCommand(Make)
            .WithColumn(NpgsqlDbType.Uuid, made, change => change.OrderId)
            .WithColumn(NpgsqlDbType.Uuid, made, change => change.SagaId)
            .WithColumn(NpgsqlDbType.Text, made, change => change.Lines[0].Currency!)
            .WithColumn(NpgsqlDbType.Text, made, change => change.Tenant)
            .WithColumn(NpgsqlDbType.Uuid, lines, line => line.OrderId)
            .WithColumn(NpgsqlDbType.Text, lines, line => line.Line.Sku)
            .WithColumn(NpgsqlDbType.Integer, lines, line => line.Line.Quantity)
            .WithColumn(NpgsqlDbType.Numeric, lines, line => line.Line.UnitPrice!.Value);
    }

    sealed record MovedLine(string Sku, int Quantity, ReservationChange Change, bool IsFreed);
}
