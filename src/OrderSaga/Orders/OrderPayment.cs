using System.Text.Json.Serialization;
using Sagas.Contracts;

namespace Sagas.OrderSaga.Orders;

/// <summary>What the order knows of its money.</summary>
public sealed record OrderPayment
{
    public StepStanding Standing { get; init; }

    /// <summary>What was charged; a charge that was first heard of through its refund is included.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? Captured { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CaptureReference { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Money? Refunded { get; init; }

    /// <summary>The gateway's own id of the refund; null when the payment was voided, because there was no charge.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RefundReference { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RefusedBecause { get; init; }

    /// <summary>What is held of the customer's money, captured less refunded; null when that is nothing.</summary>
    [JsonIgnore]
    public Money? Held => Captured is { } captured && captured != Refunded
        ? captured with { Amount = captured.Amount - (Refunded?.Amount ?? 0) }
        : null;
}
