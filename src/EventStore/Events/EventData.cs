namespace Sagas.EventStore;

/// <summary>An event as it is appended.</summary>
public sealed record EventData
{
    /// <summary>The event's id, made by whoever decided it. Appending the same ids again answers with the first result.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The stored name of its type: <c>order-placed</c>.</summary>
    public required string Type
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            StoredText.ThrowIfNotStorable(value);
            field = value;
        }
    }

    /// <summary>The version of the type's JSON, from 1.</summary>
    public int SchemaVersion
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    }
        = 1;

    /// <summary>The event as UTF-8 JSON, without what is personal.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>What can be erased with a person, as UTF-8 JSON; empty when there is nothing personal in the event.</summary>
    public ReadOnlyMemory<byte> Personal { get; init; }

    /// <summary>Who, why, as part of what.</summary>
    public required EventMetadata Metadata { get; init; }
}
