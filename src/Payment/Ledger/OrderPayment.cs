using Sagas.Contracts;
using Sagas.Payment.Gateway;

namespace Sagas.Payment.Ledger;

/// <summary>What became of one attempt to charge an order.</summary>
sealed record OrderPayment
{
    /// <summary>The effect key of the capture, which is the gateway's idempotency key.</summary>
    public required string CaptureKey { get; init; }

    public required Guid SagaId { get; init; }

    public required Guid OrderId { get; init; }

    public string? Currency { get; init; }

    public decimal? Captured { get; init; }

    public string? CaptureReference { get; init; }

    public decimal? Refunded { get; init; }

    public string? RefundReference { get; init; }

    public string? DeclineReason { get; init; }

    public bool Voided { get; init; }

    public string Tenant { get; init; } = "default";

    public DateTimeOffset RecordedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>What a release leaves. A refund tells of the capture too, which may never have been recorded here.</summary>
    public static OrderPayment Released(EffectKey capture, Guid orderId, ReleaseAnswer answer, string tenant)
    {
        var refunded = answer as ReleaseAnswer.Refunded;
        return new OrderPayment
        {
            CaptureKey = capture.ToString(),
            SagaId = capture.SagaId,
            OrderId = orderId,
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
