namespace Sagas.Contracts.Payment;

/// <summary>There was no charge. The gateway refuses a later capture under the voided key.</summary>
public sealed record PaymentVoided
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The key of the command that this answers.</summary>
    public required EffectKey EffectKey { get; init; }
}
