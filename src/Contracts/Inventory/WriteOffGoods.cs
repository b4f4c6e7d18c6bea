namespace Sagas.Contracts.Inventory;

/// <summary>Asks Inventory to write the damaged goods of a return off.</summary>
public sealed record WriteOffGoods
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to: the return.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>Names the effect; a repeat is answered with the first reply.</summary>
    public required EffectKey EffectKey { get; init; }
}
