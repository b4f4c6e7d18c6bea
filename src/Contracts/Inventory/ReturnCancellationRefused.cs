namespace Sagas.Contracts.Inventory;

/// <summary>The goods arrived before their return could be cancelled, so it goes on.</summary>
public sealed record ReturnCancellationRefused
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to: the return.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The key of the command that this answers.</summary>
    public required EffectKey EffectKey { get; init; }

    /// <summary>When they arrived.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }
}
