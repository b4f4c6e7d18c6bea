using Sagas.Contracts.Orders;

namespace Sagas.Contracts.Inventory;

/// <summary>Asks Inventory to take the goods of a delivered order back when they arrive.</summary>
public sealed record ReceiveReturn
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to: the return.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>Names the effect; a repeat is answered with the first reply.</summary>
    public required EffectKey EffectKey { get; init; }

    /// <summary>What comes back: no more of a SKU than was shipped for the order.</summary>
    public required IReadOnlyList<OrderLine> Lines { get; init; }
}
