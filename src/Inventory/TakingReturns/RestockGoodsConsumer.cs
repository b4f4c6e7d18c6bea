using MassTransit;
using Sagas.Contracts.Inventory;
using Sagas.EffectLedger;

namespace Sagas.Inventory.TakingReturns;

/// <summary>Puts the sound goods of a return back on the shelf.</summary>
[ReadsUnitOfWork]
sealed class RestockGoodsConsumer(LocalEffectLedger<InventoryDbContext> ledger) : IConsumer<RestockGoods>
{
    public Task Consume(ConsumeContext<RestockGoods> context)
    {
        var command = context.Message;
        return ledger.DoAsync(
            context,
            command.EffectKey,
            perform: async connection => new GoodsRestocked
            {
                SagaId = command.SagaId,
                OrderId = command.OrderId,
                EffectKey = command.EffectKey,
                Units = await SettleGoodsStatement.RestockAsync(connection, command.SagaId, context.CancellationToken),
            },
            refuse: reason => throw new ReturnNotReadyException($"Restocking is never undone, and {command.EffectKey} is: {reason}."));
    }
}
