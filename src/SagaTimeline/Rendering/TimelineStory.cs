using Sagas.SagaTimeline.Rendering;

namespace Sagas.SagaTimeline;

/// <summary>Tells a timeline step by step, in words, for whoever lays it out.</summary>
public static class TimelineStory
{
    /// <summary>Tells a timeline.</summary>
    /// <param name="steps">All its steps.</param>
    /// <returns>The steps in the order in which they are told: by number, except attempts that were recorded long after they had failed.</returns>
    public static IReadOnlyList<ToldStep> Tell(IReadOnlyList<TimelineStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (steps.Count == 0)
            return [];
        var inOrder = StepOrder.Of(steps);
        return [.. new StepStory(inOrder, inOrder.Min(step => step.HandledAt), verbose: false).Lines()];
    }
}

/// <summary>One step in words.</summary>
/// <param name="Step">The step.</param>
/// <param name="Offset">How long after the first step it was handled.</param>
/// <param name="Who">Who sent what.</param>
/// <param name="State">The state, or its change.</param>
/// <param name="What">What came of it.</param>
/// <param name="Details">What else has to be said, a line each.</param>
/// <param name="Turned">Whether the saga turned here.</param>
public sealed record ToldStep(TimelineStep Step, string Offset, string Who, string State, string What, IReadOnlyList<string> Details, bool Turned);
