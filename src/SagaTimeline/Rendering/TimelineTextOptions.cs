namespace Sagas.SagaTimeline;

/// <summary>How a timeline is written as text.</summary>
public sealed record TimelineTextOptions
{
    /// <summary>The present, for ages and for what is due; without it they are left out.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>Whether to show also the changed fields, the events and the ids of every step.</summary>
    public bool Verbose { get; init; }
}
