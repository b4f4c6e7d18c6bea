using MassTransit;
using Sagas.Contracts.Inventory;
using Sagas.EffectLedger;

namespace Sagas.Inventory.TakingReturns;

/// <summary>Writes the damaged goods of a return off.</summary>
[ReadsUnitOfWork]
sealed class WriteOffGoodsConsumer(LocalEffectLedger<InventoryDbContext> ledger) : IConsumer<WriteOffGoods>
{
    public Task Consume(ConsumeContext<WriteOffGoods> context)
    {
        var command = context.Message;
        return ledger.DoAsync(
            context,
            command.EffectKey,
            perform: async connection => new GoodsWrittenOff
            {
                SagaId = command.SagaId,
                OrderId = command.OrderId,
                EffectKey = command.EffectKey,
                Units = await SettleGoodsStatement.WriteOffAsync(connection, command.SagaId, context.CancellationToken),
            },
            refuse: reason => throw new ReturnNotReadyException($"A write-off is never undone, and {command.EffectKey} is: {reason}."));
    }
}
