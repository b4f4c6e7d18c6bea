using Npgsql;
using NpgsqlTypes;
using Sagas.Transactions;

namespace Sagas.Shipping.CancellingShipments;

/// <summary>Cancels shipments, by id. One that has left meanwhile is a conflict: nothing is written.</summary>
/// <remarks>
/// The rows are locked in the order of their ids and looked at again once they are, so a dispatch that commits meanwhile is seen. No deadlock: whoever dispatches takes one shipment, or
/// passes over those that others hold.
/// </remarks>
sealed class CancelledShipmentWriter : IRowWriter<Guid>
{
    const string Cancel = $"""
        with held as materialized (
          select shipment_id from shipments where shipment_id = any($1) and status = '{ShipmentStatus.Created}' order by shipment_id for update
        )
        update shipments set status = '{ShipmentStatus.Cancelled}', cancelled_at = now() from held where shipments.shipment_id = held.shipment_id
        """;

    public static readonly CancelledShipmentWriter Instance = new();

    public Rank Rank => Rank.Business;

    public WriteStatements Write(IReadOnlyList<Guid> rows)
    {
        var cancel = new NpgsqlBatchCommand(Cancel).WithColumn(NpgsqlDbType.Uuid, rows);
        return new WriteStatements([cancel], Verify);

        void Verify()
        {
            if (cancel.RecordsAffected != rows.Count)
                throw new TransactionConflictException("A shipment that was to be cancelled has left meanwhile.");
        }
    }
}
