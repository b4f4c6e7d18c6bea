using Sagas.Contracts;

namespace Sagas.Payment.Ledger;

/// <summary>The answer of GET /payments/{orderId}: what was charged for an order and given back, in all and per capture key.</summary>
public sealed record OrderPaymentsView
{
    public required Guid OrderId { get; init; }

    /// <summary><c>null</c> when nothing was ever charged.</summary>
    public required Money? Captured { get; init; }

    public required Money? Refunded { get; init; }

    public required IReadOnlyList<PaymentView> Payments { get; init; }

    internal static OrderPaymentsView Of(Guid orderId, IReadOnlyList<OrderPayment> payments)
    {
        var currency = payments.FirstOrDefault(payment => payment.Captured is not null)?.Currency;
        return new OrderPaymentsView
        {
            OrderId = orderId,
            Captured = currency is null ? null : Total(payment => payment.Captured),
            Refunded = currency is null ? null : Total(payment => payment.Refunded),
            Payments = [.. payments.Select(PaymentView.Of)],
        };

        Money Total(Func<OrderPayment, decimal?> amount) => new(Currency.Plain(payments.Sum(amount) ?? 0, currency), currency);
    }
}

/// <summary>What became of one attempt to charge.</summary>
public sealed record PaymentView
{
    public required string CaptureKey { get; init; }

    public required Money? Captured { get; init; }

    public required string? CaptureReference { get; init; }

    public required Money? Refunded { get; init; }

    public required string? RefundReference { get; init; }

    public required string? DeclineReason { get; init; }

    public required bool Voided { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    internal static PaymentView Of(OrderPayment payment)
    {
        return new PaymentView
        {
            CaptureKey = payment.CaptureKey,
            Captured = InMoney(payment.Captured),
            CaptureReference = payment.CaptureReference,
            Refunded = InMoney(payment.Refunded),
            RefundReference = payment.RefundReference,
            DeclineReason = payment.DeclineReason,
            Voided = payment.Voided,
            RecordedAt = payment.RecordedAt,
        };

        Money? InMoney(decimal? amount) => amount is { } some ? new Money(Currency.Plain(some, payment.Currency!), payment.Currency!) : null;
    }
}
