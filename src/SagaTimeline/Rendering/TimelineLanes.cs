namespace Sagas.SagaTimeline;

/// <summary>A timeline by participant: what each was asked, and when it answered.</summary>
public static class TimelineLanes
{
    /// <summary>Pairs what the saga sent with what came back.</summary>
    /// <param name="steps">All steps of the timeline.</param>
    /// <returns>A lane for each participant, in the order in which they were first asked.</returns>
    public static IReadOnlyList<Lane> Of(IReadOnlyList<TimelineStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var lanes = new List<(string Endpoint, List<Exchange> Exchanges)>();
        foreach (var step in steps.OrderBy(step => step.Number))
        {
            if (lanes.Find(lane => lane.Endpoint == step.Source) is { Exchanges: { } exchanges } && IsAnswer(step))
                Close(exchanges, step);
            foreach (var sent in step.Details.Sent.Where(sent => !EndpointNames.IsPublished(sent)))
                LaneOf(sent.To).Add(new Exchange(sent.Type, step.Number, step.HandledAt));
        }

        return [.. lanes.Select(lane => new Lane(EndpointNames.Party(lane.Endpoint), lane.Exchanges))];

        List<Exchange> LaneOf(string endpoint)
        {
            if (lanes.Find(lane => lane.Endpoint == endpoint) is { Exchanges: { } known })
                return known;
            lanes.Add((endpoint, []));
            return lanes[^1].Exchanges;
        }
    }

    static bool IsAnswer(TimelineStep step) => step.Kind is StepKind.ActedOn or StepKind.Ignored;

    /// <summary>
    /// An answer that the saga acts on is to what it asked last, and to every earlier copy of that; one that it lets pass is to the oldest question that is open. A Fault
    /// names its command.
    /// </summary>
    static void Close(List<Exchange> exchanges, TimelineStep answer)
    {
        var open = exchanges.Where(exchange => exchange.AnsweredIn is null).ToList();
        if (open.Count == 0)
            return;
        var failed = answer.MessageType.StartsWith("Fault<", StringComparison.Ordinal);
        var command = failed ? answer.MessageType[6..^1] : answer.Kind == StepKind.ActedOn ? open[^1].Command : open[0].Command;
        foreach (var exchange in open.Where(exchange => exchange.Command == command).Take(answer.Kind == StepKind.ActedOn && !failed ? int.MaxValue : 1))
        {
            exchanges[exchanges.IndexOf(exchange)] = exchange with
            {
                Answer = answer.MessageType, AnsweredIn = answer.Number, AnsweredAt = answer.SentAt, ArrivedAt = answer.HandledAt, Failed = failed, Timing = answer.Details.Timing is { Request: not null } timing ? timing : null,
            };
        }
    }
}

/// <summary>What one participant was asked.</summary>
/// <param name="Party">The participant.</param>
/// <param name="Exchanges">What it was asked, in order.</param>
public sealed record Lane(string Party, IReadOnlyList<Exchange> Exchanges);

/// <summary>A command and its answer.</summary>
/// <param name="Command">The command's type.</param>
/// <param name="AskedIn">The number of the step that sent it.</param>
/// <param name="AskedAt">When that step was handled.</param>
public sealed record Exchange(string Command, long AskedIn, DateTimeOffset AskedAt)
{
    /// <summary>The answer's type; <c>null</c> while there is none.</summary>
    public string? Answer { get; init; }

    /// <summary>The number of the step that the answer led to.</summary>
    public long? AnsweredIn { get; init; }

    /// <summary>When the participant sent the answer, by its own clock.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>When the saga had handled the answer.</summary>
    public DateTimeOffset? ArrivedAt { get; init; }

    /// <summary>Where the time between <see cref="AskedAt" /> and <see cref="ArrivedAt" /> went, when the answer tells.</summary>
    public StepTiming? Timing { get; init; }

    /// <summary>Whether the answer was that the participant failed.</summary>
    public bool Failed { get; init; }
}
