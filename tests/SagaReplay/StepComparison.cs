using System.Globalization;
using System.Text.Json;
using MassTransit;
using Sagas.SagaTimeline;
using Sagas.SagaTimeline.Hashing;
using Sagas.SagaTimeline.Recording;

namespace Sagas.SagaReplay;

/// <summary>Compares a step with what the machine does with its message now. A mask equals whatever it may hide; an instant, one near it.</summary>
sealed class StepComparison<TSaga>(TimelineStep step, SagaShape<TSaga> shape, IReadOnlySet<string> notCompared, TSaga saga, bool isNew)
    where TSaga : class, SagaStateMachineInstance
{
    /// <summary>A step was handled a little later than its activities looked at the clock.</summary>
    static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    readonly string? _stateBefore = shape.StateOf(saga);
    readonly FieldValue[]? _before = isNew ? null : shape.Capture(saga);

    public Divergence? Before() => Differ("the state before", step.StateBefore ?? "none", _stateBefore ?? "none");

    public Divergence? After(TSaga after, Recording now, IReadOnlyList<string> appended) =>
        Differ("the state after", step.StateAfter ?? "none", shape.StateOf(after) ?? "none")
        ?? Differ("sent", step.Details.Sent.Select(Name), now.Letters.Select(Name))
        ?? Differ("armed", step.Details.Armed.Select(timer => timer.Type), now.Armed.Select(timer => timer.Message.Name))
        ?? Differ("cancelled", step.Details.Cancelled.Select(token => $"{token}").Order(StringComparer.Ordinal), now.Cancelled.Select(token => $"{token}").Order(StringComparer.Ordinal))
        ?? Differ("appended", step.Details.Events.Select(happened => happened.Type), appended)
        ?? DifferInFields(after);

    Divergence? DifferInFields(TSaga after)
    {
        var (then, now) = (step.Details.Changes, Changes(after));
        foreach (var field in then.Keys.Union(now.Keys).Except(notCompared).Order(StringComparer.Ordinal))
        {
            var (was, @is) = (then.GetValueOrDefault(field), now.GetValueOrDefault(field));
            if (!IsSame(was, @is))
                return new Divergence(step, $"the field {field}", Tell(was), Tell(@is));
        }

        return null;
    }

    Dictionary<string, FieldChange> Changes(TSaga after)
    {
        using var writer = new CanonicalWriter();
        writer.BeginObject();
        shape.WriteChanges(writer, _before, after);
        writer.EndObject();
        return JsonSerializer.Deserialize<Dictionary<string, FieldChange>>(writer.Written, TimelineJson.Options)!;
    }

    Divergence? Differ(string what, IEnumerable<string> then, IEnumerable<string> now) => Differ(what, Join(then), Join(now));

    Divergence? Differ(string what, string then, string now) => then == now ? null : new Divergence(step, what, then, now);

    static string Join(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } some ? some : "nothing";

    static string Name(SentMessage sent) => EndpointNames.IsPublished(sent) ? $"{sent.Type} to all" : $"{sent.Type} to {sent.To}";

    static string Name(Letter letter) => letter.Destination is { } to ? $"{letter.Type.Name} to {to.AbsolutePath}" : $"{letter.Type.Name} to all";

    /// <summary>A change from something hidden to something hidden may be none.</summary>
    static bool IsSame(FieldChange? was, FieldChange? @is) => (was, @is) switch
    {
        ({ } then, { } now) => IsSame(then.From, now.From) && IsSame(then.To, now.To),
        _ => (was ?? @is) is { } only && MaskedMessages.IsMask(only.From) && MaskedMessages.IsMask(only.To),
    };

    /// <summary>A mask hides something, whatever it is, and never that there is nothing.</summary>
    static bool IsSame(JsonElement? then, JsonElement? now) =>
        MaskedMessages.IsMask(then) || MaskedMessages.IsMask(now) ? IsNothing(then) == IsNothing(now) : Same(then, now);

    static bool Same(JsonElement? then, JsonElement? now)
    {
        if (IsNothing(then) || IsNothing(now))
            return IsNothing(then) && IsNothing(now);
        if (Instant(then!.Value) is { } one && Instant(now!.Value) is { } other)
            return (one - other).Duration() <= Tolerance;
        return CanonicalDetails.Of(then!.Value.GetRawText()) == CanonicalDetails.Of(now!.Value.GetRawText());
    }

    static bool IsNothing(JsonElement? value) => value is null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined };

    static DateTimeOffset? Instant(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;

    static string Tell(FieldChange? change) => change is null ? "unchanged" : $"changed from {Raw(change.From)} to {Raw(change.To)}";

    static string Raw(JsonElement? value) => IsNothing(value) ? "nothing" : value!.Value.GetRawText();
}
