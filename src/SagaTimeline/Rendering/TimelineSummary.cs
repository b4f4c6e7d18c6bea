using Sagas.SagaTimeline.Rendering;

namespace Sagas.SagaTimeline;

/// <summary>What a timeline comes to. As JSON it stands beside the steps in <see cref="TimelineDocument" />.</summary>
public sealed record TimelineSummary
{
    /// <summary>The saga's name: its instance's type without the word State.</summary>
    public required string Saga { get; init; }

    /// <summary>The saga's correlation id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The state that it is in; <c>null</c> when there is no such saga.</summary>
    public string? State { get; init; }

    /// <summary>When its first message was handled.</summary>
    public required DateTimeOffset BeganAt { get; init; }

    /// <summary>When its last message was handled.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>When it entered the state that it is in.</summary>
    public DateTimeOffset? InStateSince { get; init; }

    /// <summary>How many steps there are.</summary>
    public required int Steps { get; init; }

    /// <summary>When it first turned.</summary>
    public DateTimeOffset? TurnedAt { get; init; }

    /// <summary>Why it first turned.</summary>
    public string? TurnedBecause { get; init; }

    /// <summary>The timers that it waits for.</summary>
    public IReadOnlyList<ArmedTimer> PendingTimers { get; init; } = [];

    /// <summary>Messages that found no saga and come again.</summary>
    public IReadOnlyList<ArmedTimer> Postponed { get; init; } = [];

    /// <summary>Sums a timeline up.</summary>
    /// <param name="steps">All its steps, at least one.</param>
    public static TimelineSummary Of(IReadOnlyList<TimelineStep> steps)
    {
        if (steps.Count == 0)
            throw new ArgumentException("A timeline without steps comes to nothing.", nameof(steps));
        var inOrder = StepOrder.Of(steps);
        var revisions = steps.Where(step => step.SagaVersion is not null).OrderBy(step => step.Number).ToList();
        var (timers, postponed) = RunningTimers.In(steps);
        var turns = Turns.In(inOrder);
        var turn = inOrder.FirstOrDefault(step => turns.Contains(step.Number));
        return new TimelineSummary
        {
            Saga = EndpointNames.Saga(steps[0].SagaType),
            Id = steps[0].CorrelationId,
            State = revisions.LastOrDefault()?.StateAfter,
            BeganAt = inOrder.Min(step => step.HandledAt),
            LastAt = inOrder.Max(step => step.HandledAt),
            InStateSince = revisions.LastOrDefault(step => step.StateAfter != step.StateBefore)?.HandledAt,
            Steps = steps.Count,
            TurnedAt = turn?.HandledAt,
            TurnedBecause = turn?.Reason,
            PendingTimers = timers,
            Postponed = postponed,
        };
    }
}

/// <summary>A timeline as JSON, written with <see cref="TimelineJson.Options" />.</summary>
/// <param name="Summary">What the whole timeline comes to.</param>
/// <param name="Steps">The steps by number.</param>
/// <param name="Next">The number of the last of the steps when there are more after it.</param>
public sealed record TimelineDocument(TimelineSummary Summary, IReadOnlyList<TimelineStep> Steps, long? Next = null)
{
    /// <summary>Makes the document of a timeline.</summary>
    /// <param name="steps">All its steps, at least one: the summary is of all.</param>
    /// <param name="after">The number of the last step that the reader knows already; the document holds those after it.</param>
    /// <param name="limit">The most steps that it holds.</param>
    public static TimelineDocument Of(IReadOnlyList<TimelineStep> steps, long after = 0, int limit = int.MaxValue)
    {
        IReadOnlyList<TimelineStep> held = [.. steps.Where(step => step.Number > after).Take(limit)];
        return new TimelineDocument(TimelineSummary.Of(steps), held, held.Count > 0 && held[^1].Number < steps[^1].Number ? held[^1].Number : null);
    }
}
