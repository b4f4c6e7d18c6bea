using Sagas.Contracts.Orders;

namespace Sagas.Contracts.Shipping;

/// <summary>Asks Shipping to take on an order's goods.</summary>
public sealed record CreateShipment
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>Names the effect; a repeat is answered with the first reply.</summary>
    public required EffectKey EffectKey { get; init; }

    /// <summary>What is shipped.</summary>
    public required IReadOnlyList<OrderLine> Lines { get; init; }

    /// <summary>Where it goes.</summary>
    [Personal]
    public required PostalAddress ShipTo { get; init; }
}
