namespace Sagas.Payment.Gateway;

/// <summary>The simulated gateway's record of one key.</summary>
public sealed record Charge
{
    public required string Key { get; init; }

    public Guid? OrderId { get; init; }

    /// <summary>captured, declined, refunded or voided.</summary>
    public required string Status { get; init; }

    public decimal? Amount { get; init; }

    public string? Currency { get; init; }

    public string? DeclineReason { get; init; }

    public string? Reference { get; init; }

    public string? RefundReference { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ReleasedAt { get; init; }
}
