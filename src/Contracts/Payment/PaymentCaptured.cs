namespace Sagas.Contracts.Payment;

/// <summary>The order is charged.</summary>
public sealed record PaymentCaptured
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The key of the command that this answers.</summary>
    public required EffectKey EffectKey { get; init; }

    /// <summary>What was charged.</summary>
    public required Money Amount { get; init; }

    /// <summary>The gateway's own id of the charge.</summary>
    public required string GatewayReference { get; init; }
}
