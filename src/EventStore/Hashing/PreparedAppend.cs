namespace Sagas.EventStore;

/// <summary>Events with their versions and hashes, ready to be written behind the head that they were prepared against.</summary>
public sealed class PreparedAppend
{
    /// <summary>Numbers the events and ties them to the stream.</summary>
    /// <param name="before">Where the stream stands, as it was loaded.</param>
    /// <param name="events">At least one event.</param>
    /// <param name="recordedAt">The time to record with them.</param>
    /// <exception cref="StreamArchivedException">The stream has ended and was archived.</exception>
    /// <exception cref="System.Text.Json.JsonException">An event's data is not JSON, or its data or metadata not JSON that jsonb can hold.</exception>
    public PreparedAppend(StreamHead before, IReadOnlyList<EventData> events, DateTimeOffset recordedAt)
        : this(StreamAppend.After(before, events), before, recordedAt)
    {
    }

    internal PreparedAppend(StreamAppend append, StreamHead before, DateTimeOffset recordedAt)
    {
        StreamArchivedException.ThrowIfArchived(before);
        Before = before;
        RecordedAt = StoredTime.Of(recordedAt);

        var events = LinkedEvent.Behind(before, append.Events);
        Events = events;
        After = before with { Version = events[^1].Version, Hash = events[^1].Hash };
    }

    /// <summary>The head that the stream must have when this is written.</summary>
    public StreamHead Before { get; }

    /// <summary>The head that the stream has once this is written.</summary>
    public StreamHead After { get; }

    internal DateTimeOffset RecordedAt { get; }

    internal IReadOnlyList<LinkedEvent> Events { get; }

    internal AppendResult Result => new(Before.Stream, Before.Version + 1, After.Version);
}
