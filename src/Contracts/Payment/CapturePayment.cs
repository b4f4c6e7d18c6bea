namespace Sagas.Contracts.Payment;

/// <summary>Asks Payment to charge an order.</summary>
public sealed record CapturePayment
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>Names the effect; a repeat is answered with the first reply.</summary>
    public required EffectKey EffectKey { get; init; }

    /// <summary>What to charge, more than zero.</summary>
    public required Money Amount { get; init; }

    /// <summary>What the gateway gave the client to charge.</summary>
    [Sensitive]
    public required string PaymentToken { get; init; }
}
