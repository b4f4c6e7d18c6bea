using System.Globalization;

namespace Sagas.SagaTimeline.Rendering;

/// <summary>Puts steps into words, one after the other, with what the earlier ones told: who was asked, which timers run, what failed before.</summary>
sealed class StepStory(IReadOnlyList<TimelineStep> steps, DateTimeOffset beganAt, bool verbose)
{
    /// <summary>A message that lay in its queue longer than this is worth a word.</summary>
    static readonly TimeSpan LongInQueue = TimeSpan.FromSeconds(5);

    readonly Senders _senders = new();
    readonly HashSet<string> _asked = [];
    readonly Dictionary<Guid, string> _timers = [];
    readonly Dictionary<Guid, TimelineStep> _handled = [];
    readonly Dictionary<Guid, TimelineStep> _failed = [];
    readonly IReadOnlySet<long> _turns = Turns.In(steps);

    public IEnumerable<ToldStep> Lines()
    {
        foreach (var step in steps)
        {
            yield return new ToldStep(step, At(step), Who(step), State(step), What(step), [.. Details(step)], _turns.Contains(step.Number));
            Remember(step);
        }
    }

    string At(TimelineStep step) => Durations.Offset(step.HandledAt - beganAt);

    string Who(TimelineStep step)
    {
        if (_senders.IsTimer(step))
            return $"timer {step.MessageType} fired";
        var sender = _senders.Of(step);
        if (step.MessageType.StartsWith("Fault<", StringComparison.Ordinal))
            return $"{sender} failed at {step.MessageType[6..^1]}";
        var isAnswer = _senders.ActorOf(step) is null && _senders.First(step).Source is { } source && _asked.Contains(source);
        return $"{sender} {(isAnswer ? "answered" : "sent")} {step.MessageType}";
    }

    static string State(TimelineStep step) => (step.StateBefore, step.StateAfter) switch
    {
        (_, null) => "",
        (null or "Initial", var after) => $"-> {after}",
        var (before, after) when before == after => after,
        var (before, after) => $"{before} -> {after}",
    };

    string What(TimelineStep step) => step.Kind switch
    {
        StepKind.Ignored => step.Reason is null ? "ignored" : $"ignored: {step.Reason}",
        StepKind.Duplicate => Of(step, _handled) is { } handled ? $"a repeat, handled at {At(handled)}" : "a repeat, handled before",
        StepKind.NoInstance => NoSaga(step),
        StepKind.Failed => $"FAILED at attempt {step.Attempt}",
        StepKind.Conflicted => "overtaken by another message, to be handled again",
        StepKind.TimerLate => $"too late: {step.Reason ?? "it had been cancelled or armed anew"}",
        _ => Effects(step),
    };

    /// <summary>What a saga's absence led to. A timer that sends the message itself once more postpones it.</summary>
    string NoSaga(TimelineStep step)
    {
        var again = step.Details.Armed.FirstOrDefault(armed => armed.Type == step.MessageType);
        var others = Effects(again is null ? step : step with { Details = step.Details with { Armed = [.. step.Details.Armed.Where(armed => armed != again)] } });
        if (again is null && others.Length == 0)
            return "nobody to answer: there is no such saga";
        string[] parts =
        [
            again is null ? "there is no such saga" : $"there is no such saga yet: postponed for {Durations.Human(again.DueAt - step.HandledAt)}",
            .. others.Length == 0 ? Array.Empty<string>() : [others],
        ];
        return string.Join("; ", parts);
    }

    string Effects(TimelineStep step)
    {
        var details = step.Details;
        string[] effects =
        [
            .. step.Attempt > 1 ? [$"at attempt {step.Attempt}"] : Array.Empty<string>(),
            .. details.Sent.Select(sent => EndpointNames.IsPublished(sent) ? $"published {sent.Type}" : $"sent {sent.Type} to {EndpointNames.Party(sent.To)}"),
            .. details.Cancelled.Select(TimerName).Where(timer => details.Armed.All(armed => armed.Type != timer)).Select(timer => $"timer {timer} cancelled"),
            .. details.Armed.Select(armed => $"timer {armed.Type} in {Durations.Human(armed.DueAt - step.HandledAt)}"),
        ];
        return string.Join("; ", effects);
    }

    IEnumerable<string> Details(TimelineStep step)
    {
        if (step.NoTraceOfEarlierAttempt)
            yield return "redelivered; if there was an earlier attempt, it left no trace";
        if (step.Attempt == 1 && step.Details.Timer is null && step.ReceivedAt - step.SentAt is { } queued && queued > LongInQueue)
            yield return $"had been under way for {Durations.Human(queued)}";
        foreach (var line in Failure(step))
            yield return line;
        if (step.RecordedAt - step.HandledAt is var late && late > StepOrder.RecordedLate)
            yield return $"recorded {Durations.Human(late)} later";
        if (_turns.Contains(step.Number))
            yield return $">>> turned to {step.StateAfter} because {step.Reason}";
        else if (Turns.StaysBecause(step))
            yield return $"because {step.Reason}";
        if (verbose)
        {
            foreach (var line in VerboseDetails.Of(step))
                yield return line;
        }
    }

    IEnumerable<string> Failure(TimelineStep step)
    {
        if (step.Kind != StepKind.Failed || step.Details.Failure is not { } failure)
            yield break;
        if (Of(step, _failed)?.Details.Failure is { } before && before.Type == failure.Type && before.Message == failure.Message)
        {
            yield return "the same as before";
            yield break;
        }

        yield return $"{failure.Type}{(failure.At is null ? "" : $" at {failure.At}")}: {failure.Message}";
        for (var cause = failure.Cause; cause is not null; cause = cause.Cause)
            yield return $"caused by {cause.Type}: {cause.Message}";
    }

    static TimelineStep? Of(TimelineStep step, Dictionary<Guid, TimelineStep> steps) =>
        step.MessageId is { } id && steps.TryGetValue(id, out var same) ? same : null;

    string TimerName(Guid token) => _timers.GetValueOrDefault(token, token.ToString());

    void Remember(TimelineStep step)
    {
        _senders.Remember(step);
        _asked.UnionWith(step.Details.Sent.Where(sent => !EndpointNames.IsPublished(sent)).Select(sent => sent.To));
        foreach (var armed in step.Details.Armed)
            _timers[armed.Token] = armed.Type;
        if (step.MessageId is not { } id)
            return;
        if (step.Kind == StepKind.Failed)
            _failed[id] = step;
        else if (step.Kind is not (StepKind.Duplicate or StepKind.Conflicted))
            _handled[id] = step;
    }
}
