namespace Sagas.Contracts.Inventory;

/// <summary>Inventory does not take the goods back, and will not under this key.</summary>
public sealed record ReturnRefused
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to: the return.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The key of the command that this answers.</summary>
    public required EffectKey EffectKey { get; init; }

    /// <summary><c>NotShipped</c> when these goods did not leave for the order, <c>ReturnedAlready</c>, or <c>AlreadyUndone</c> when the undo came first.</summary>
    public required string Reason { get; init; }
}
