using Sagas.Contracts;

namespace Sagas.Payment.Ledger;

/// <summary>Something that happened at the gateway under one key.</summary>
public sealed record PaymentEntry
{
    public required string GatewayKey { get; init; }

    /// <summary>captured, declined, refunded or voided.</summary>
    public required string Kind { get; init; }

    public required Guid OrderId { get; init; }

    public required Guid SagaId { get; init; }

    public decimal? Amount { get; init; }

    public string? Currency { get; init; }

    public string? GatewayReference { get; init; }

    public string? Reason { get; init; }

    public string Tenant { get; init; } = "default";

    public DateTimeOffset RecordedAt { get; init; }

    public static PaymentEntry Captured(EffectKey key, Guid orderId, Money amount, string reference) =>
        new() { GatewayKey = key.ToString(), Kind = "captured", OrderId = orderId, SagaId = key.SagaId, Amount = amount.Amount, Currency = amount.Currency, GatewayReference = reference };

    public static PaymentEntry Declined(EffectKey key, Guid orderId, string reason) =>
        new() { GatewayKey = key.ToString(), Kind = "declined", OrderId = orderId, SagaId = key.SagaId, Reason = reason };

    public static PaymentEntry Refunded(EffectKey key, Guid orderId, Money amount, string reference) =>
        new() { GatewayKey = key.ToString(), Kind = "refunded", OrderId = orderId, SagaId = key.SagaId, Amount = amount.Amount, Currency = amount.Currency, GatewayReference = reference };

    public static PaymentEntry Voided(EffectKey key, Guid orderId) =>
        new() { GatewayKey = key.ToString(), Kind = "voided", OrderId = orderId, SagaId = key.SagaId };
}
