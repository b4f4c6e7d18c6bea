using Sagas.Contracts.Payment;
using Sagas.Payment.Gateway;
using Sagas.Payment.Ledger;

namespace Sagas.Payment.RefundingPayments;

/// <summary>What a release's answer means to the saga, and to the ledger.</summary>
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

    /// <summary>A refund tells of the capture too, which may never have been recorded here.</summary>
    public static OrderPayment Payment(this RefundPayment command, ReleaseAnswer answer, string tenant)
    {
        var refunded = answer as ReleaseAnswer.Refunded;
        return new OrderPayment
        {
            CaptureKey = command.Undoes.ToString(),
            SagaId = command.SagaId,
            OrderId = command.OrderId,
            Currency = refunded?.Amount.Currency,
            Captured = refunded?.Amount.Amount,
            CaptureReference = refunded?.ChargeReference,
            Refunded = refunded?.Amount.Amount,
            RefundReference = refunded?.Reference,
            Voided = refunded is null,
            Tenant = tenant,
        };
    }
}
