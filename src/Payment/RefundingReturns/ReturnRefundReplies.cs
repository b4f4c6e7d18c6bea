using Sagas.Contracts.Payment;
using Sagas.Payment.Gateway;
using Sagas.Payment.Ledger;

namespace Sagas.Payment.RefundingReturns;

/// <summary>What a release's answer means to the saga of a return, and to the ledger.</summary>
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

    /// <summary>The row of the order's charge, which says from then on that it was given back.</summary>
    public static OrderPayment Payment(this RefundReturn command, ReleaseAnswer answer, string tenant)
    {
        var refunded = answer as ReleaseAnswer.Refunded;
        return new OrderPayment
        {
            CaptureKey = command.Charge.ToString(),
            SagaId = command.Charge.SagaId,
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
