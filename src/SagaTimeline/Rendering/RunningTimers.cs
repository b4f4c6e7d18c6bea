namespace Sagas.SagaTimeline.Rendering;

/// <summary>Finds the timers that have neither fired nor been cancelled.</summary>
static class RunningTimers
{
    /// <returns>The saga's own timers, and messages that found no saga and were postponed by a timer.</returns>
    public static (IReadOnlyList<ArmedTimer> Timers, IReadOnlyList<ArmedTimer> Postponed) In(IEnumerable<TimelineStep> steps)
    {
        var (timers, postponed) = (new List<ArmedTimer>(), new List<ArmedTimer>());

        // An attempt that came to nothing names the timer whose message it was at, and that message comes again.
        foreach (var step in steps.Where(StepOrder.CameToSomething).OrderBy(step => step.Number))
        {
            var details = step.Details;
            timers.RemoveAll(IsOver);
            postponed.RemoveAll(IsOver);
            (step.Kind == StepKind.NoInstance ? postponed : timers).AddRange(details.Armed);

            bool IsOver(ArmedTimer timer) => timer.Token == details.Timer || details.Cancelled.Contains(timer.Token);
        }

        return (timers, postponed);
    }
}
