using Sagas.Contracts;

namespace Sagas.OrderSaga.Orders;

/// <summary>What the order knows of its money.</summary>
public sealed record OrderPayment
{
    public StepStanding Standing { get; init; }

    /// <summary>What was charged; a charge that was first heard of through its refund is included.</summary>
    public Money? Captured { get; init; }

    public string? CaptureReference { get; init; }

    public Money? Refunded { get; init; }

    /// <summary>The gateway's own id of the refund; null when the payment was voided, because there was no charge.</summary>
    public string? RefundReference { get; init; }

    public string? RefusedBecause { get; init; }

    /// <summary>What is held of the customer's money, captured less refunded; null when that is nothing.</summary>
    public Money? Held => Captured is { } captured && captured != Refunded
        ? captured with { Amount = captured.Amount - (Refunded?.Amount ?? 0) }
        : null;
}
