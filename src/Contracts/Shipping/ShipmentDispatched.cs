using Sagas.Contracts.Orders;

namespace Sagas.Contracts.Shipping;

/// <summary>A shipment has left the warehouse. Published once per shipment.</summary>
public sealed record ShipmentDispatched
{
    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>Shipping's own id.</summary>
    public required Guid ShipmentId { get; init; }

    /// <summary>What left.</summary>
    public required IReadOnlyList<OrderLine> Lines { get; init; }

    /// <summary>When it left.</summary>
    public required DateTimeOffset DispatchedAt { get; init; }
}
