using Sagas.Contracts.Payment;
using Sagas.Payment.Gateway;

namespace Sagas.Payment.CapturingPayments;

/// <summary>The replies to CapturePayment.</summary>
static class CaptureReplies
{
    public static PaymentCaptured Captured(this CapturePayment command, CaptureAnswer.Captured captured) => new()
    {
        SagaId = command.SagaId,
        OrderId = command.OrderId,
        EffectKey = command.EffectKey,
        Amount = captured.Amount,
        GatewayReference = captured.Reference,
    };

    public static PaymentDeclined Declined(this CapturePayment command, string reason) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Reason = reason,
    };
}
