using MassTransit;
using Sagas.Contracts.Inventory;
using Sagas.EffectLedger;

namespace Sagas.Inventory.TakingReturns;

/// <summary>Expects the goods of a return. That they have arrived is said by whoever receives them.</summary>
[ReadsUnitOfWork]
sealed class ReceiveReturnConsumer(LocalEffectLedger<InventoryDbContext> ledger) : IConsumer<ReceiveReturn>
{
    public Task Consume(ConsumeContext<ReceiveReturn> context)
    {
        var command = context.Message;
        return ledger.DoAsync(
            context,
            command.EffectKey,
            perform: async connection => await ExpectReturnStatement.ExpectAsync(connection, command, context.GetTenant(), context.CancellationToken) is { } refusal
                ? command.Refused(refusal)
                : new ReturnExpected { SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey },
            refuse: command.Refused);
    }
}
