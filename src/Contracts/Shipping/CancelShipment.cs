namespace Sagas.Contracts.Shipping;

/// <summary>Asks Shipping to cancel a shipment before it leaves.</summary>
public sealed record CancelShipment
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
