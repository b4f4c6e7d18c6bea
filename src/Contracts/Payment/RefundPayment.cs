namespace Sagas.Contracts.Payment;

/// <summary>Asks Payment to make sure that the order is not charged: refund the capture if there was one, else void its key for ever.</summary>
public sealed record RefundPayment
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>Names the effect; a repeat is answered with the first reply.</summary>
    public required EffectKey EffectKey { get; init; }

    /// <summary>The key of the command that is to be undone, whether or not it ever arrived.</summary>
    public required EffectKey Undoes { get; init; }
}
