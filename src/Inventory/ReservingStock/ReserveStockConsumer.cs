using MassTransit;
using Sagas.Contracts.Inventory;
using Sagas.EffectLedger;

namespace Sagas.Inventory.ReservingStock;

/// <summary>Sets aside every line of an order, or none.</summary>
[ReadsUnitOfWork]
sealed class ReserveStockConsumer(LocalEffectLedger<InventoryDbContext> ledger) : IConsumer<ReserveStock>
{
    public Task Consume(ConsumeContext<ReserveStock> context)
    {
        var command = context.Message;
        return ledger.DoAsync(
            context,
            command.EffectKey,
            perform: async connection =>
            {
                var decision = await ReservationStatement.DecideAsync(connection, command, context.GetTenant(), context.CancellationToken);
                return decision.Refusal is { } reason ? command.Unavailable(reason, decision.Lines) : command.Reserved(decision.Lines);
            },
            refuse: reason => command.Unavailable(reason, []));
    }
}
