namespace Sagas.Contracts.Inventory;

/// <summary>Nobody has looked at the goods yet. <see cref="GoodsInspected" /> follows when somebody has.</summary>
public sealed record InspectionPending
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to: the return.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The key of the command that this answers.</summary>
    public required EffectKey EffectKey { get; init; }
}
