namespace Sagas.Contracts.Inventory;

/// <summary>Inventory does not wait for the goods of the return, and will not take them under the cancelled key.</summary>
public sealed record ReturnCancelled
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to: the return.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The key of the command that this answers.</summary>
    public required EffectKey EffectKey { get; init; }

    /// <summary>Whether it had been waiting for them.</summary>
    public required bool Existed { get; init; }
}
