using MassTransit;
using Npgsql;
using Sagas.Contracts.Inventory;
using Sagas.EffectLedger;

namespace Sagas.Inventory.TakingReturns;

/// <summary>Says what was found of a return's goods, or keeps the question until somebody has looked.</summary>
[ReadsUnitOfWork]
sealed class InspectReturnConsumer(LocalEffectLedger<InventoryDbContext> ledger) : IConsumer<InspectReturn>
{
    public Task Consume(ConsumeContext<InspectReturn> context)
    {
        var command = context.Message;
        return ledger.DoAsync(
            context,
            command.EffectKey,
            perform: connection => AskAsync(connection, command, context),
            again: (connection, first) => first is InspectionPending ? AskAsync(connection, command, context) : Task.FromResult(first),
            refuse: reason => throw new ReturnNotReadyException($"An inspection is never undone, and {command.EffectKey} is: {reason}."));
    }

    static async Task<object> AskAsync(NpgsqlConnection connection, InspectReturn command, ConsumeContext context)
    {
        var cancellationToken = context.CancellationToken;
        if (await ReturnStatements.LockAsync(connection, command.SagaId, cancellationToken) is not { ReceivedAt: not null } found)
            throw new ReturnNotReadyException($"The goods of return {command.SagaId} have not arrived. Book their arrival with POST /returns/{command.SagaId}/receipt.");
        if (found.State == ReturnState.Inspected)
        {
            var lines = await ReturnStatements.LinesAsync(connection, found.ReturnId, cancellationToken);
            return found.Inspected(command.EffectKey, [.. lines.Select(ReturnReplies.Verdict)]);
        }

        await ReturnStatements.AskForInspectionAsync(connection, found.ReturnId, command.EffectKey, context.ReplyAddress(), cancellationToken);
        return new InspectionPending { SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey };
    }
}
