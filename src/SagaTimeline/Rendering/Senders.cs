namespace Sagas.SagaTimeline.Rendering;

/// <summary>Tells who sent the message of a step: a timer, or somebody. A message that found no saga and comes again is not a timer's, and still its first sender's.</summary>
sealed class Senders
{
    readonly HashSet<Guid> _timers = [];
    readonly Dictionary<Guid, TimelineStep> _postponed = [];

    public bool IsTimer(TimelineStep step) =>
        step.Kind is StepKind.TimerFired or StepKind.TimerLate || (step.Details.Timer is { } token && _timers.Contains(token));

    public string Of(TimelineStep step) => ActorOf(step) ?? EndpointNames.Party(First(step).Source);

    /// <summary>The person who sent it, if one did.</summary>
    public string? ActorOf(TimelineStep step) => step.Actor ?? First(step).Actor;

    /// <summary>The step of the message's first delivery, when this one is of a later.</summary>
    public TimelineStep First(TimelineStep step) => step.Details.Timer is { } token ? _postponed.GetValueOrDefault(token, step) : step;

    public void Remember(TimelineStep step)
    {
        foreach (var armed in step.Details.Armed)
        {
            if (step.Kind == StepKind.NoInstance)
                _postponed[armed.Token] = First(step);
            else
                _timers.Add(armed.Token);
        }
    }
}
