using System.Text.Json;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.Web.SagaPages;

/// <summary>The saga's fields, from their changes.</summary>
public static class Fields
{
    /// <summary>The fields as of the last of the steps, and the step that set each.</summary>
    public static IReadOnlyList<(string Name, string Value, long SetIn)> After(IReadOnlyList<TimelineStep> steps) =>
    [
        .. steps.SelectMany(step => step.Details.Changes.Select(change => (change.Key, change.Value.To, step.Number)))
            .GroupBy(change => change.Key)
            .Select(field => (Name: field.Key, Value: Words.Value(field.Last().To), SetIn: field.Last().Number))
            .OrderBy(field => field.Name, StringComparer.Ordinal),
    ];

    /// <summary>The changes that say something at a glance: not those of ids and times, which nearly every step changes.</summary>
    public static IEnumerable<KeyValuePair<string, FieldChange>> Telling(TimelineStep step) =>
        step.Details.Changes.Where(change => !IsIdOrTime(change.Value.From) && !IsIdOrTime(change.Value.To));

    static bool IsIdOrTime(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.String } text && (text.TryGetGuid(out _) || text.TryGetDateTimeOffset(out _));
}
