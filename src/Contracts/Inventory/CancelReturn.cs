namespace Sagas.Contracts.Inventory;

/// <summary>Asks Inventory not to wait for the goods of a return any more.</summary>
public sealed record CancelReturn
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to: the return.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>Names the effect; a repeat is answered with the first reply.</summary>
    public required EffectKey EffectKey { get; init; }

    /// <summary>The key of the command that is to be undone, whether or not it ever arrived.</summary>
    public required EffectKey Undoes { get; init; }
}
