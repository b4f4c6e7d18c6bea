namespace Sagas.SagaTimeline.Rendering;

/// <summary>The order in which steps are told.</summary>
static class StepOrder
{
    /// <summary>A step that was recorded so long after its time tells of something that happened earlier than its number says.</summary>
    public static readonly TimeSpan RecordedLate = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Orders steps by number, because the clocks of two hosts differ and numbers do not. Only an attempt that came to nothing and waited for the database is
    /// told where its time belongs.
    /// </summary>
    public static List<TimelineStep> Of(IReadOnlyList<TimelineStep> steps)
    {
        var inOrder = steps.Where(step => !IsLate(step)).OrderBy(step => step.Number).ToList();
        foreach (var late in steps.Where(IsLate).OrderBy(step => step.Number))
            inOrder.Insert(PlaceOf(late, inOrder), late);
        return inOrder;
    }

    public static bool IsLate(TimelineStep step) => !CameToSomething(step) && step.RecordedAt - step.HandledAt > RecordedLate;

    /// <summary>Whether anything but the step itself was written: attempts that failed or were overtaken were rolled back.</summary>
    public static bool CameToSomething(TimelineStep step) => step.Kind is not (StepKind.Failed or StepKind.Conflicted);

    static int PlaceOf(TimelineStep late, List<TimelineStep> inOrder)
    {
        var place = inOrder.FindIndex(step => step.Number > late.Number);
        if (place < 0)
            place = inOrder.Count;
        while (place > 0 && inOrder[place - 1].HandledAt > late.HandledAt)
            place--;
        return place;
    }
}
