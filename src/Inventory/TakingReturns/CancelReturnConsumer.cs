using MassTransit;
using Npgsql;
using Sagas.Contracts.Inventory;
using Sagas.EffectLedger;

namespace Sagas.Inventory.TakingReturns;

/// <summary>Does not wait for the goods of a return any more, unless they have arrived.</summary>
[ReadsUnitOfWork]
sealed class CancelReturnConsumer(LocalEffectLedger<InventoryDbContext> ledger) : IConsumer<CancelReturn>
{
    public Task Consume(ConsumeContext<CancelReturn> context)
    {
        var command = context.Message;
        return ledger.UndoAsync(context, command.EffectKey, command.Undoes, perform: connection => CancelAsync(connection, command, context.CancellationToken));
    }

    static async Task<object> CancelAsync(NpgsqlConnection connection, CancelReturn command, CancellationToken cancellationToken)
    {
        var cancelled = await ReturnStatements.CancelAsync(connection, command.SagaId, cancellationToken);
        if (cancelled is null && await ReturnStatements.LockAsync(connection, command.SagaId, cancellationToken) is { ReceivedAt: { } receivedAt })
            return new ReturnCancellationRefused { SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, ReceivedAt = receivedAt };
        return new ReturnCancelled { SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Existed = cancelled is not null };
    }
}
