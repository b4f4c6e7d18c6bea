using Sagas.Contracts;

namespace Sagas.Payment.SimulatedGateway;

/// <summary>A line of GET /gateway/charges: what the gateway did under a key.</summary>
public sealed record ChargeView
{
    public required long Number { get; init; }

    public required string Key { get; init; }

    /// <summary>captured, refunded, declined or voided.</summary>
    public required string Status { get; init; }

    /// <summary>What was asked for; <c>null</c> when the key was released before anything was.</summary>
    public required Money? Amount { get; init; }

    public required string? Reference { get; init; }

    public required string? RefundReference { get; init; }

    public required string? DeclineReason { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required DateTimeOffset? ReleasedAt { get; init; }

    internal static ChargeView Of(Charge charge) => new()
    {
        Number = charge.Number,
        Key = charge.Key,
        Status = charge.RefundReference is null ? charge.Outcome : "refunded",
        Amount = charge.Amount is null ? null : charge.Money,
        Reference = charge.Reference,
        RefundReference = charge.RefundReference,
        DeclineReason = charge.DeclineReason,
        RecordedAt = charge.RecordedAt,
        ReleasedAt = charge.ReleasedAt,
    };
}
