namespace Sagas.Contracts.Payment;

/// <summary>Asks Payment to give back what was charged for a returned order.</summary>
public sealed record RefundReturn
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to: the return.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>Names the effect; a repeat is answered with the first reply.</summary>
    public required EffectKey EffectKey { get; init; }

    /// <summary>The key of the command that charged the order.</summary>
    public required EffectKey Charge { get; init; }

    /// <summary>What was charged, and is to be given back.</summary>
    public required Money Amount { get; init; }
}
