using Sagas.Contracts.Payment;
using Sagas.Payment.Gateway;

namespace Sagas.Payment.RefundingPayments;

/// <summary>The replies to RefundPayment.</summary>
static class RefundReplies
{
    public static PaymentRefunded Refunded(this RefundPayment command, ReleaseAnswer.Refunded refunded) => new()
    {
        SagaId = command.SagaId,
        OrderId = command.OrderId,
        EffectKey = command.EffectKey,
        Amount = refunded.Amount,
        GatewayReference = refunded.Reference,
    };

    public static PaymentVoided Voided(this RefundPayment command) => new() { SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey };
}
