namespace Sagas.Contracts.Payment;

/// <summary>The order is not charged and will not be under this key.</summary>
public sealed record PaymentDeclined
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The key of the command that this answers.</summary>
    public required EffectKey EffectKey { get; init; }

    /// <summary>The gateway's reason, such as <c>InsufficientFunds</c>, or <c>AlreadyUndone</c> when the undo came first.</summary>
    public required string Reason { get; init; }
}
