using System.Globalization;
using System.Text;
using Sagas.SagaTimeline.Rendering;

namespace Sagas.SagaTimeline;

/// <summary>Writes a timeline as text that reads like a log that somebody kept by hand: one line per step, and more only where something went wrong or turned.</summary>
public static class TimelineText
{
    const string Indent = "  ";

    /// <summary>Writes a timeline.</summary>
    /// <param name="steps">All its steps.</param>
    /// <param name="options">How.</param>
    public static string Render(IReadOnlyList<TimelineStep> steps, TimelineTextOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        options ??= new TimelineTextOptions();
        if (steps.Count == 0)
            return "Nothing is recorded of this saga.\n";

        var summary = TimelineSummary.Of(steps);
        var text = new StringBuilder();
        WriteHeader(text, summary, options);
        WriteSteps(text, [.. new StepStory(StepOrder.Of(steps), summary.BeganAt, options.Verbose).Lines()]);
        WriteWaiting(text, summary, options);
        return text.ToString();
    }

    static void WriteHeader(StringBuilder text, TimelineSummary summary, TimelineTextOptions options)
    {
        var age = options.Now is { } now ? $", {Durations.Human(now - summary.BeganAt)} ago" : "";
        text.AppendLine(CultureInfo.InvariantCulture, $"{summary.Saga} {summary.Id}");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{summary.State ?? (summary.Postponed.Count > 0 ? "no such saga yet" : "no such saga")} | {Extent(summary)} | began {summary.BeganAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC{age}");
        if (summary.TurnedAt is { } turnedAt)
            text.AppendLine(Line.Of($"turned at {Durations.Offset(turnedAt - summary.BeganAt)} because {summary.TurnedBecause}"));
        text.AppendLine();
    }

    static string Extent(TimelineSummary summary) =>
        summary.Steps == 1 ? "1 step" : string.Create(CultureInfo.InvariantCulture, $"{summary.Steps} steps in {Durations.Human(summary.LastAt - summary.BeganAt)}");

    static void WriteSteps(StringBuilder text, IReadOnlyList<ToldStep> lines)
    {
        var (offset, who, state) = (lines.Max(line => line.Offset.Length), lines.Max(line => line.Who.Length), lines.Max(line => line.State.Length));
        foreach (var line in lines)
        {
            var effects = $"{line.What} {StepTimingText.Brief(line.Step)}".Trim();
            text.AppendLine(Line.Of($"{line.Offset.PadLeft(offset)}{Indent}{line.Who.PadRight(who)}{Indent}{line.State.PadRight(state)}{Indent}{effects}"));
            foreach (var detail in line.Details)
                text.Append(' ', offset + (2 * Indent.Length)).AppendLine(Line.Of(detail));
        }
    }

    static void WriteWaiting(StringBuilder text, TimelineSummary summary, TimelineTextOptions options)
    {
        string[] waiting =
        [
            .. summary.PendingTimers.Select(timer => $"timer {timer.Type} is {Due(timer, options.Now)}"),
            .. summary.Postponed.Select(message => $"{message.Type} comes again, {Due(message, options.Now)}"),
        ];
        if (waiting.Length == 0)
            return;
        var since = options.Now is { } now && summary.InStateSince is { } entered ? $" for {Durations.Human(now - entered)}" : "";
        var where = summary.State is { } state ? $"Waiting in {state}{since}" : "Waiting for the saga to begin";
        text.AppendLine().AppendLine(Line.Of($"{where}; {string.Join(", ", waiting)}."));
    }

    static string Due(ArmedTimer timer, DateTimeOffset? now) => (timer.DueAt - now) switch
    {
        null => string.Create(CultureInfo.InvariantCulture, $"due at {timer.DueAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"),
        { Ticks: >= 0 } left => $"due in {Durations.Human(left)}",
        { } over => $"overdue by {Durations.Human(over)}",
    };
}
