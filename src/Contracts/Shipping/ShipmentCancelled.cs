namespace Sagas.Contracts.Shipping;

/// <summary>Nothing will leave for this order.</summary>
public sealed record ShipmentCancelled
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The key of the command that this answers.</summary>
    public required EffectKey EffectKey { get; init; }

    /// <summary>Whether a shipment had been created.</summary>
    public required bool Existed { get; init; }
}
