using Sagas.Contracts.Payment;
using Sagas.Payment.Gateway;

namespace Sagas.Payment.RefundingReturns;

/// <summary>What a release's answer means to the saga of a return.</summary>
static class ReturnRefundReplies
{
    public static object Reply(this RefundReturn command, ReleaseAnswer answer) => answer switch
    {
        ReleaseAnswer.Refunded refunded => new ReturnRefunded
        {
            SagaId = command.SagaId,
            OrderId = command.OrderId,
            EffectKey = command.EffectKey,
            Amount = refunded.Amount,
            GatewayReference = refunded.Reference,
        },
        _ => command.Refused("NothingCaptured"),
    };

    public static ReturnRefundRefused Refused(this RefundReturn command, string reason) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Reason = reason,
    };
}
