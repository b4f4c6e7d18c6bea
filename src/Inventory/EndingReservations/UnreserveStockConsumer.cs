using MassTransit;
using Sagas.Contracts.Inventory;
using Sagas.EffectLedger;
using Sagas.Inventory.ReservingStock;
using Sagas.Transactions;

namespace Sagas.Inventory.EndingReservations;

/// <summary>Frees what an order reserved, and sees to it that nothing will be reserved for it later.</summary>
[ReadsUnitOfWork]
sealed class UnreserveStockConsumer(LocalEffectLedger<InventoryDbContext> ledger, IUnitOfWork<InventoryDbContext> unit) : IConsumer<UnreserveStock>
{
    public Task Consume(ConsumeContext<UnreserveStock> context)
    {
        var command = context.Message;
        HeldReservation? held = null;
        // What another saga reserved for the same order is not this one's to free.
        unit.Load(HeldReservationLoader.Instance, command.OrderId, found => held = found?.SagaId == command.SagaId ? found : null);
        return ledger.UndoAsync(
            context,
            command.EffectKey,
            command.Undoes,
            decide: () =>
            {
                if (held is not null)
                    unit.Write(ReservationWriter.Instance, new ReservationChange.Undone(held.OrderId, held.Tenant, held.Lines));
                return new StockUnreserved
                {
                    SagaId = command.SagaId,
                    OrderId = command.OrderId,
                    EffectKey = command.EffectKey,
                    Units = held?.Lines.Sum(line => line.Quantity) ?? 0,
                };
            });
    }
}
