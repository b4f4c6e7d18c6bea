using MassTransit;
using Sagas.Contracts.Inventory;
using Sagas.EffectLedger;

namespace Sagas.Inventory.EndingReservations;

/// <summary>Frees what an order reserved, and sees to it that nothing will be reserved for it later.</summary>
[ReadsUnitOfWork]
sealed class UnreserveStockConsumer(LocalEffectLedger<InventoryDbContext> ledger) : IConsumer<UnreserveStock>
{
    public Task Consume(ConsumeContext<UnreserveStock> context)
    {
        var command = context.Message;
        return ledger.UndoAsync(
            context,
            command.EffectKey,
            command.Undoes,
            perform: async connection =>
            {
                var freed = await EndReservationStatement.UnreserveAsync(connection, command.OrderId, command.SagaId, context.CancellationToken);
                return new StockUnreserved
                {
                    SagaId = command.SagaId,
                    OrderId = command.OrderId,
                    EffectKey = command.EffectKey,
                    Units = freed.Sum(line => line.Quantity),
                };
            });
    }
}
