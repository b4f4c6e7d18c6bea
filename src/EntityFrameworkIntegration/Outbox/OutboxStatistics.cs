namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>How an outbox stands. Counts end at <see cref="MostCounted" />, so that asking costs the same however long the outbox is.</summary>
public sealed record OutboxStatistics
{
    /// <summary>The highest count; it means "this many or more".</summary>
    public const int MostCounted = 10_000;

    /// <summary>All rows: messages to be sent, redeliveries and timers.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows that anybody may send now, and nobody has yet.</summary>
    public required long Due { get; init; }

    /// <summary>For how long the oldest of them has been due; zero when there is none.</summary>
    public required TimeSpan OldestDue { get; init; }

    /// <summary>Rows that could not be sent when that was tried last.</summary>
    public required long Failing { get; init; }

    /// <summary>How old the oldest of them is; zero when there is none.</summary>
    public required TimeSpan OldestFailing { get; init; }

    /// <summary>Why the oldest of them could not be sent.</summary>
    public string? LastError { get; init; }
}
