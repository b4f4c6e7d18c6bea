using Sagas.Contracts.Payment;
using Sagas.Payment.Gateway;

namespace Sagas.Payment.RefundingPayments;

/// <summary>What a release's answer means to the saga.</summary>
static class ReleaseReplies
{
    public static object Reply(this RefundPayment command, ReleaseAnswer answer) => answer switch
    {
        ReleaseAnswer.Refunded refunded => new PaymentRefunded
        {
            SagaId = command.SagaId,
            OrderId = command.OrderId,
            EffectKey = command.EffectKey,
            Amount = refunded.Amount,
            GatewayReference = refunded.Reference,
        },
        _ => new PaymentVoided { SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey },
    };
}
