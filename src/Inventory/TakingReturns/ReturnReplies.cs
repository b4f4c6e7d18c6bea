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

    public static InspectedLine Verdict(this ReturnLine line) => new() { Sku = line.Sku, Sound = line.Sound!.Value, Damaged = line.Damaged!.Value };
}
