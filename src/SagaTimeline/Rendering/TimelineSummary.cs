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

    /// <summary>Sums a timeline up.</summary>
    /// <param name="steps">All its steps, at least one.</param>
    public static TimelineSummary Of(IReadOnlyList<TimelineStep> steps)
    {
        if (steps.Count == 0)
            throw new ArgumentException("A timeline without steps comes to nothing.", nameof(steps));
        var inOrder = InOrder(steps);
        var revisions = inOrder.Where(step => step.SagaVersion is not null).ToList();
        var turns = Turns.In(inOrder);
        var turn = inOrder.FirstOrDefault(step => turns.Contains(step.Number));
        return new TimelineSummary
        {
            Saga = EndpointNames.Saga(steps[0].SagaType),
            Id = steps[0].CorrelationId,
            State = revisions.LastOrDefault()?.StateAfter,
            BeganAt = inOrder[0].HandledAt,
            LastAt = inOrder[^1].HandledAt,
            InStateSince = revisions.LastOrDefault(step => step.StateAfter != step.StateBefore)?.HandledAt,
            Steps = steps.Count,
            TurnedAt = turn?.HandledAt,
            TurnedBecause = turn?.Reason,
            PendingTimers = Pending(inOrder),
        };
    }

    /// <summary>A failed attempt may be recorded late, so the number alone does not tell what happened first.</summary>
    internal static List<TimelineStep> InOrder(IReadOnlyList<TimelineStep> steps) => [.. steps.OrderBy(step => step.HandledAt).ThenBy(step => step.Number)];

    static List<ArmedTimer> Pending(List<TimelineStep> steps)
    {
        var pending = new List<ArmedTimer>();
        foreach (var details in steps.Select(step => step.Details))
        {
            pending.RemoveAll(timer => timer.Token == details.Timer || details.Cancelled.Contains(timer.Token));
            pending.AddRange(details.Armed);
        }

        return pending;
    }
}

/// <summary>A timeline as JSON, written with <see cref="TimelineJson.Options" />.</summary>
/// <param name="Summary">What it comes to.</param>
/// <param name="Steps">The steps by number.</param>
public sealed record TimelineDocument(TimelineSummary Summary, IReadOnlyList<TimelineStep> Steps)
{
    /// <summary>Makes the document of a whole timeline.</summary>
    /// <param name="steps">All its steps, at least one.</param>
    public static TimelineDocument Of(IReadOnlyList<TimelineStep> steps) => new(TimelineSummary.Of(steps), steps);
}
