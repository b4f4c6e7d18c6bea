namespace Sagas.SagaTimeline.Rendering;

/// <summary>Finds the steps at which a saga turned: those that change its state and tell a reason. One that goes on for the same reason is no new turn.</summary>
static class Turns
{
    /// <returns>The steps' numbers.</returns>
    public static IReadOnlySet<long> In(IEnumerable<TimelineStep> inOrder)
    {
        var turns = new HashSet<long>();
        string? reason = null;
        foreach (var step in inOrder.Where(step => TellsWhy(step) && !StaysBecause(step)))
        {
            if (step.Reason != reason)
                turns.Add(step.Number);
            reason = step.Reason;
        }

        return turns;
    }

    /// <summary>Whether the saga did something for a reason and stayed where it was, as when an operator has it ask again.</summary>
    public static bool StaysBecause(TimelineStep step) => TellsWhy(step) && step.StateAfter == step.StateBefore;

    static bool TellsWhy(TimelineStep step) => step is { Kind: StepKind.ActedOn or StepKind.TimerFired, Reason: not null };
}
