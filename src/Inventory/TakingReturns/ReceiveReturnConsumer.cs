using MassTransit;
using Npgsql;
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
            perform: async connection => await ExpectReturnStatement.ExpectAsync(connection, command, context.ReplyAddress(), context.GetTenant(), context.CancellationToken) is { } refusal
                ? command.Refused(refusal)
                : new ReturnExpected { SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey },
            refuse: command.Refused,
            again: (connection, first) => first is ReturnExpected ? HaveArrivedAsync(connection, first, command, context.CancellationToken) : Task.FromResult(first));
    }

    /// <summary>Whoever asks again may have missed that the goods have arrived since.</summary>
    static async Task<object> HaveArrivedAsync(NpgsqlConnection connection, object first, ReceiveReturn command, CancellationToken cancellationToken) =>
        await ReturnStatements.LockAsync(connection, command.SagaId, cancellationToken) is { ReceivedAt: not null } found ? found.Received() : first;
}
