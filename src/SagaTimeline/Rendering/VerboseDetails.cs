using System.Globalization;
using System.Text.Json;

namespace Sagas.SagaTimeline.Rendering;

/// <summary>What a step knows beyond the story: for whoever compares it with the database, the broker or a trace.</summary>
static class VerboseDetails
{
    public static IEnumerable<string> Of(TimelineStep step)
    {
        var details = step.Details;
        foreach (var (name, change) in details.Changes)
            yield return $"{name}: {Value(change.From)} -> {Value(change.To)}";
        foreach (var appended in details.Events)
            yield return string.Create(CultureInfo.InvariantCulture, $"appended {appended.Type} to {appended.Stream}, version {appended.Version}");
        if (StepTimingText.Full(step) is { } timing)
            yield return timing;
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"step {step.Number}, revision {step.SagaVersion?.ToString(CultureInfo.InvariantCulture) ?? "none"}, message {step.MessageId}, trace {step.TraceId ?? "none"}");
    }

    static string Value(JsonElement? value) => value is { ValueKind: not JsonValueKind.Null } some ? some.GetRawText() : "nothing";
}
