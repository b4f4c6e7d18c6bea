using MassTransit;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;

namespace Sagas.Inventory.TakingReturns;

/// <summary>What the saga of a return is told.</summary>
static class ReturnReplies
{
    public static ReturnRefused Refused(this ReceiveReturn command, string reason) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Reason = reason,
    };

    public static GoodsReceived Received(this LockedReturn found) => new()
    {
        SagaId = found.ReturnId, OrderId = found.OrderId, EffectKey = found.ReceiveKey, ReceivedAt = found.ReceivedAt!.Value,
    };

    public static GoodsInspected Inspected(this LockedReturn found, EffectKey asked, IReadOnlyList<InspectedLine> lines) => new()
    {
        SagaId = found.ReturnId, OrderId = found.OrderId, EffectKey = asked, Lines = lines,
    };

    /// <summary>Where an answer goes that can't be given at once.</summary>
    public static Uri ReplyAddress(this ConsumeContext context) => context.ResponseAddress
        ?? throw new InvalidOperationException("The command says nobody whom to tell when the goods have arrived or been looked at. Send it with a ResponseAddress.");

    public static InspectedLine Verdict(this ReturnLine line) => new() { Sku = line.Sku, Sound = line.Sound!.Value, Damaged = line.Damaged!.Value };
}
