namespace Sagas.SagaTimeline.Rendering;

/// <summary>Finds the steps at which a saga turned: those that tell a reason. One that goes on for the same reason is no new turn.</summary>
static class Turns
{
    /// <returns>The steps' numbers.</returns>
    public static IReadOnlySet<long> In(IEnumerable<TimelineStep> inOrder)
    {
        var turns = new HashSet<long>();
        string? reason = null;
        foreach (var step in inOrder.Where(step => step is { Kind: StepKind.ActedOn or StepKind.TimerFired, Reason: not null }))
        {
            if (step.Reason != reason)
                turns.Add(step.Number);
            reason = step.Reason;
        }

        return turns;
    }
}
