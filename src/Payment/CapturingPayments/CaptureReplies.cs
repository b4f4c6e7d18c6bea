using Sagas.Contracts.Payment;
using Sagas.EffectLedger;
using Sagas.Payment.Gateway;
using Sagas.Payment.Ledger;

namespace Sagas.Payment.CapturingPayments;

/// <summary>What a capture's answer means to the saga, and to the ledger.</summary>
static class CaptureReplies
{
    public static object Reply(this CapturePayment command, CaptureAnswer answer) => answer switch
    {
        CaptureAnswer.Captured captured => new PaymentCaptured
        {
            SagaId = command.SagaId,
            OrderId = command.OrderId,
            EffectKey = command.EffectKey,
            Amount = captured.Amount,
            GatewayReference = captured.Reference,
        },
        CaptureAnswer.Declined declined => command.Declined(declined.Reason),
        _ => command.Declined(EffectRefusal.AlreadyUndone),
    };

    public static PaymentDeclined Declined(this CapturePayment command, string reason) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Reason = reason,
    };

    public static OrderPayment Payment(this CapturePayment command, CaptureAnswer answer, string tenant)
    {
        var captured = answer as CaptureAnswer.Captured;
        return new OrderPayment
        {
            CaptureKey = command.EffectKey.ToString(),
            SagaId = command.SagaId,
            OrderId = command.OrderId,
            Currency = command.Amount.Currency,
            Captured = captured?.Amount.Amount,
            CaptureReference = captured?.Reference,
            DeclineReason = (answer as CaptureAnswer.Declined)?.Reason,
            Voided = answer is CaptureAnswer.Voided,
            Tenant = tenant,
        };
    }
}
