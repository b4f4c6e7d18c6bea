namespace Sagas.EventStore;

/// <summary>An event as it is stored.</summary>
public sealed record RecordedEvent
{
    /// <summary>Its place among all events.</summary>
    public required GlobalCheckpoint Checkpoint { get; init; }

    /// <summary>Its stream.</summary>
    public required StreamId Stream { get; init; }

    /// <summary>Its place in the stream, from 1 without gaps.</summary>
    public required long Version { get; init; }

    /// <summary>Its id.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The stored name of its type.</summary>
    public required string Type { get; init; }

    /// <summary>The version of the type's JSON when it was appended.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>The event as UTF-8 JSON, without what is personal. Equal to what was appended, not the same bytes.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>What is personal; null when nothing ever was.</summary>
    public PersonalData? Personal { get; init; }

    /// <summary>Who, why, as part of what, as UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> MetadataJson { get; init; }

    /// <summary>Who, why, as part of what.</summary>
    public EventMetadata Metadata => EventMetadata.FromJson(MetadataJson.Span);

    /// <summary>Whose stream it is in.</summary>
    public required string Tenant { get; init; }

    /// <summary>When it was appended, by the clock of the host that appended it.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The link of the hash chain: 32 bytes.</summary>
    public required ReadOnlyMemory<byte> Hash { get; init; }
}
