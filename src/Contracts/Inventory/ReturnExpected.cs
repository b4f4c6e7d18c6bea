namespace Sagas.Contracts.Inventory;

/// <summary>Inventory has been told of the return, and waits for the goods. <see cref="GoodsReceived" /> follows when they arrive.</summary>
public sealed record ReturnExpected
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to: the return.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The key of the command that this answers.</summary>
    public required EffectKey EffectKey { get; init; }
}
