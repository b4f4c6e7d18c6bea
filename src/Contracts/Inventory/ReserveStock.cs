using Sagas.Contracts.Orders;

namespace Sagas.Contracts.Inventory;

/// <summary>Asks Inventory to set aside every line of an order, or none.</summary>
public sealed record ReserveStock
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>Names the effect; a repeat is answered with the first reply.</summary>
    public required EffectKey EffectKey { get; init; }

    /// <summary>What to reserve; no SKU twice.</summary>
    public required IReadOnlyList<OrderLine> Lines { get; init; }
}
