namespace Sagas.EventStore;

/// <summary>Events to put behind a stream, and what is taken for granted about it.</summary>
public sealed record StreamAppend
{
    /// <summary>The tenant of a system that has only one.</summary>
    public const string DefaultTenant = "default";

    /// <summary>Appends to a stream.</summary>
    /// <exception cref="ArgumentException">There is no event, or two of them have one id.</exception>
    public StreamAppend(StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events, string tenant = DefaultTenant)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(events);
        ArgumentException.ThrowIfNullOrEmpty(tenant);
        StoredText.ThrowIfNotStorable(tenant);
        if (events.Count == 0)
            throw new ArgumentException($"Nothing to append to {stream}. Skip the append when deciding yields no event.", nameof(events));
        if (!EventIds.Differ(events))
            throw new ArgumentException($"Two of the events for {stream} have one id. Every event has its own.", nameof(events));

        Stream = stream;
        Expected = expected;
        Events = events;
        Tenant = tenant;
        KnownHead = expected == ExpectedVersion.NoStream ? StreamHead.None(stream, tenant) : null;
    }

    /// <summary>The stream.</summary>
    public StreamId Stream { get; }

    /// <summary>The version that the stream must have.</summary>
    public ExpectedVersion Expected { get; }

    /// <summary>At least one event, in order.</summary>
    public IReadOnlyList<EventData> Events { get; }

    /// <summary>Whose stream it is. A stream keeps the tenant of its first append; no other may append to it.</summary>
    public string Tenant { get; }

    // With the hash to chain to at hand, the append need not read the head first.
    internal StreamHead? KnownHead { get; private init; }

    /// <summary>Appends to a stream exactly where it was loaded. This is the cheapest append: it costs a single round trip.</summary>
    public static StreamAppend After(StreamHead head, IReadOnlyList<EventData> events)
    {
        ArgumentNullException.ThrowIfNull(head);
        return new StreamAppend(head.Stream, ExpectedVersion.Exactly(head.Version), events, head.Tenant) { KnownHead = head };
    }
}
