using System.Globalization;

namespace Sagas.SagaTimeline.Rendering;

/// <summary>Puts into words where a step's time went.</summary>
static class StepTimingText
{
    /// <summary>Who spent it: <c>(41ms: Inventory 31ms, under way 7ms, here 3ms)</c>; nothing for a step that does not tell.</summary>
    public static string Brief(TimelineStep step)
    {
        if (step.Details.Timing is not { } timing)
            return "";
        (string Who, decimal Spent)[] parts = [(EndpointNames.Party(step.Source), timing.AtParticipant), ("under way", timing.UnderWay), ("here", timing.AtSaga)];
        var told = parts.Where(part => IsWorthAWord(part.Spent)).Select(part => $"{part.Who} {Human(part.Spent)}").ToList();
        return told.Count == 0 ? $"({Human(timing.Total)})" : $"({Human(timing.Total)}: {string.Join(", ", told)})";
    }

    /// <summary>Every part, to the microsecond.</summary>
    public static string? Full(TimelineStep step) => step.Details.Timing is not { } timing
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"took {timing.Total:0.###}ms: {string.Join(", ", timing.Parts().Where(part => part.Milliseconds > 0).GroupBy(part => part.Of).Select(Whose))}");

    static string Whose(IGrouping<string, TimingPart> parts) =>
        $"{parts.Key} {string.Join(" ", parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.What} {part.Milliseconds:0.###}")))}";

    static bool IsWorthAWord(decimal milliseconds) => milliseconds >= 0.5m;

    static string Human(decimal milliseconds) => Durations.Human(TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond)));
}
