using System.Text;
using Sagas.SagaTimeline.Rendering;

namespace Sagas.SagaTimeline;

/// <summary>Writes a timeline as a Mermaid sequence diagram (<c>text/vnd.mermaid</c>).</summary>
public static class TimelineMermaid
{
    const string Subscribers = "subscribers";

    /// <summary>Writes a timeline.</summary>
    /// <param name="steps">All its steps.</param>
    public static string Render(IReadOnlyList<TimelineStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (steps.Count == 0)
            return "sequenceDiagram\n";

        var saga = EndpointNames.Saga(steps[0].SagaType);
        var events = new StringBuilder();
        var parties = new List<string> { saga };
        var inOrder = StepOrder.Of(steps);
        var turns = Turns.In(inOrder);
        var senders = new Senders();
        foreach (var step in inOrder)
        {
            WriteArrival(step);
            senders.Remember(step);
            if (step.StateAfter is { } after && after != step.StateBefore)
                Note(turns.Contains(step.Number) ? $"{after}, because {step.Reason}" : after);
            foreach (var sent in step.Details.Sent)
                events.Append($"  {Id(saga)}->>{Id(EndpointNames.IsPublished(sent) ? Subscribers : EndpointNames.Party(sent.To))}: {Text(sent.Type)}\n");
        }

        var diagram = new StringBuilder("sequenceDiagram\n");
        foreach (var party in parties)
            diagram.Append($"  participant {Id(party)} as {Text(party)}\n");
        return diagram.Append(events).ToString();

        void WriteArrival(TimelineStep step)
        {
            var comment = Comment(step) is { } words ? $" ({words})" : "";
            if (senders.IsTimer(step))
                Note($"timer {step.MessageType} fired{comment}");
            else
                events.Append($"  {Id(senders.Of(step))}{Arrow(step.Kind)}{Id(saga)}: {Text(step.MessageType + comment)}\n");
        }

        void Note(string text) => events.Append($"  Note over {Id(saga)}: {Text(text)}\n");

        string Id(string party)
        {
            if (!parties.Contains(party))
                parties.Add(party);
            return $"p{parties.IndexOf(party)}";
        }
    }

    static string Arrow(StepKind kind) => kind switch
    {
        StepKind.Failed or StepKind.Conflicted or StepKind.NoInstance => "-x",
        StepKind.Ignored or StepKind.Duplicate => "-->>",
        _ => "->>",
    };

    static string? Comment(TimelineStep step) => step.Kind switch
    {
        StepKind.Failed => $"attempt {step.Attempt} failed: {step.Details.Failure?.Type}",
        StepKind.Conflicted => "overtaken",
        StepKind.Duplicate => "a repeat",
        StepKind.NoInstance => step.Details.Armed.Count > 0 ? "no such saga yet" : "no such saga",
        StepKind.TimerLate => "too late",
        StepKind.Ignored => step.Reason is null ? "ignored" : $"ignored: {step.Reason}",
        _ => null,
    };

    /// <summary>
    /// A semicolon or a line break would end the statement, and a number sign begin a character code; what stands in angle brackets would be dropped as a tag.
    /// </summary>
    static string Text(string text) => string.Concat(Line.Of(text).Select(character => character switch
    {
        '#' => "#35;",
        ';' => "#59;",
        '<' => "#60;",
        '>' => "#62;",
        _ => character.ToString(),
    }));
}
