namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Which dead letters to list.</summary>
public sealed record DeadLetterQuery
{
    /// <summary>Their status; all without one.</summary>
    public DeadLetterStatus? Status { get; init; }

    /// <summary>Their fingerprint.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>A part of their message type's name.</summary>
    public string? MessageType { get; init; }

    /// <summary>Lists what comes after this one.</summary>
    public DeadLetterPosition? After { get; init; }

    /// <summary>The most rows.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>A dead letter's place in the list.</summary>
/// <param name="LastFailedAt">When it failed last.</param>
/// <param name="DeadLetterId">Its id, which decides between two that failed at the same time.</param>
public readonly record struct DeadLetterPosition(DateTimeOffset LastFailedAt, Guid DeadLetterId);

/// <summary>Dead letters that are alike.</summary>
public sealed record DeadLetterGroup
{
    /// <summary>What they have in common.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Where they were delivered.</summary>
    public required string Endpoint { get; init; }

    /// <summary>What they are.</summary>
    public required string MessageType { get; init; }

    /// <summary>Why they are dead letters.</summary>
    public required DeadLetterReason Reason { get; init; }

    /// <summary>What was thrown.</summary>
    public string? FaultType { get; init; }

    /// <summary>How many there are.</summary>
    public required long Count { get; init; }

    /// <summary>When the first of them failed first.</summary>
    public required DateTimeOffset FirstFailedAt { get; init; }

    /// <summary>When the last of them failed last.</summary>
    public required DateTimeOffset LastFailedAt { get; init; }
}
