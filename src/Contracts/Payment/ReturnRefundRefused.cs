namespace Sagas.Contracts.Payment;

/// <summary>Nothing was given back for the returned order.</summary>
public sealed record ReturnRefundRefused
{
    /// <summary>The correlation id of the saga that asks, and that the reply goes back to: the return.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The key of the command that this answers.</summary>
    public required EffectKey EffectKey { get; init; }

    /// <summary>Why: <c>NothingCaptured</c> when the gateway knows no charge under the key.</summary>
    public required string Reason { get; init; }
}
