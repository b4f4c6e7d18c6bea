using Sagas.Contracts;

namespace Sagas.Payment.SimulatedGateway;

/// <summary>What the gateway did under a key.</summary>
sealed class Charge
{
    public required string Key { get; init; }

    /// <summary>Counts the charges.</summary>
    public long Number { get; init; }

    /// <summary>captured, declined or voided.</summary>
    public required string Outcome { get; init; }

    public decimal? Amount { get; init; }

    public string? Currency { get; init; }

    public string? DeclineReason { get; init; }

    public string? Reference { get; init; }

    /// <summary>The refund of a captured amount; <c>null</c> while the amount is kept.</summary>
    public string? RefundReference { get; init; }

    public DateTimeOffset RecordedAt { get; init; }

    public DateTimeOffset? ReleasedAt { get; init; }

    public Money Money => new(Contracts.Currency.Plain(Amount!.Value, Currency!), Currency!);
}
