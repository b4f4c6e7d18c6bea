namespace Sagas.Contracts.Shipping;

/// <summary>The shipment exists. This is the pivot: with it the order is confirmed.</summary>
public sealed record ShipmentCreated
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The key of the command that this answers.</summary>
    public required EffectKey EffectKey { get; init; }

    /// <summary>Shipping's own id.</summary>
    public required Guid ShipmentId { get; init; }

    /// <summary>Who carries it.</summary>
    public required string Carrier { get; init; }

    /// <summary>The carrier's number for it.</summary>
    public required string TrackingNumber { get; init; }
}
