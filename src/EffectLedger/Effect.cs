using Sagas.Contracts;

namespace Sagas.EffectLedger;

/// <summary>An effect that was performed or refused, and the reply that said so.</summary>
public sealed record Effect
{
    /// <summary>The saga that asked.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>The step, such as <c>reserve-stock</c>.</summary>
    public required string Step { get; init; }

    /// <summary>Whether it was done or undone.</summary>
    public required EffectIntent Intent { get; init; }

    /// <summary>The round, from 1.</summary>
    public required int Round { get; init; }

    /// <summary>The reply's wire name.</summary>
    public required string ReplyType { get; init; }

    /// <summary>The reply, as JSON.</summary>
    public required string Reply { get; init; }

    /// <summary>The command that was answered first.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>The SHA-256 of what that command asked for, so that no other is taken for its repeat.</summary>
    public required byte[] CommandHash { get; init; }

    /// <summary>Whose data it is.</summary>
    public string Tenant { get; init; } = "default";

    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }
}
