namespace Sagas.EventStore;

/// <summary>Up to where a stream is looked at. What is seen is always the stream's beginning, so that every state of it is one that the stream had.</summary>
public sealed record StreamMoment
{
    StreamMoment(long version, DateTimeOffset? instant) => (Version, Instant) = (version, instant);

    internal long Version { get; }

    internal DateTimeOffset? Instant { get; }

    /// <summary>After an event: that one is included. After a stream's last event, when it has not come that far.</summary>
    public static StreamMoment AtVersion(long version)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(version);
        return new StreamMoment(version, null);
    }

    /// <summary>
    /// The end of an instant: what was recorded at it is included. Where the clocks of two hosts disagreed, an event counts from when it and all before it had been recorded.
    /// </summary>
    public static StreamMoment AtInstant(DateTimeOffset instant) => new(long.MaxValue, instant);

    internal bool Includes(RecordedEvent recorded) => recorded.Version <= Version && (Instant is not { } instant || recorded.RecordedAt <= instant);
}
