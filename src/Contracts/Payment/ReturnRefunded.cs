namespace Sagas.Contracts.Payment;

/// <summary>The charge of a returned order was given back.</summary>
public sealed record ReturnRefunded
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to: the return.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The key of the command that this answers.</summary>
    public required EffectKey EffectKey { get; init; }

    /// <summary>What was given back: the whole charge.</summary>
    public required Money Amount { get; init; }

    /// <summary>The gateway's own id of the refund.</summary>
    public required string GatewayReference { get; init; }
}
