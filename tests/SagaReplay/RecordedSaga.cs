using System.Text.Json;
using Sagas.SagaTimeline;

namespace Sagas.SagaReplay;

/// <summary>A saga's history, as <c>GET /sagas/{id}/export</c> gives it.</summary>
public sealed record RecordedSaga
{
    public required SagaIdentity Saga { get; init; }

    public required IReadOnlyList<TimelineStep> Steps { get; init; }

    /// <summary>The stream of what the saga is about.</summary>
    public RecordedStream? Subject { get; init; }

    public static RecordedSaga Parse(string json) =>
        JsonSerializer.Deserialize<RecordedSaga>(json, TimelineJson.Options) ?? throw new JsonException("A history is a JSON object.");

    /// <summary>
    /// The events that had happened when a step was handled: those before the ones that it appended. Where it appended none, those before the ones that later steps
    /// did, and of these what had been recorded by then: others append to the stream too.
    /// </summary>
    public IReadOnlyList<StoredEvent> EventsBefore(TimelineStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (Subject is null)
            return [];
        if (Own(step) is { } first)
            return [.. Subject.Events.Where(happened => happened.Version < first)];
        var next = Steps.Where(later => later.Number > step.Number).Select(Own).FirstOrDefault(own => own is not null) ?? long.MaxValue;
        return [.. Subject.Events.Where(happened => happened.Version < next).TakeWhile(happened => happened.RecordedAt <= step.HandledAt)];
    }

    long? Own(TimelineStep step) => step.Details.Events.Where(appended => appended.Stream == Subject!.Stream).Select(appended => (long?)appended.Version).Min();
}

public sealed record SagaIdentity(Guid Id, string Name, string TimelineType);

public sealed record RecordedStream(string Stream, IReadOnlyList<StoredEvent> Events);

public sealed record StoredEvent(long Version, string Type, int SchemaVersion, DateTimeOffset RecordedAt, JsonElement Data);
