namespace Sagas.EventStore;

/// <summary>What of a stored event is read besides what it is and what it says. What is not wanted is not sent: together they are most of an event.</summary>
[Flags]
public enum EventParts
{
    /// <summary>Its place, its type, its data, whose it is and when it was recorded, and nothing else.</summary>
    None = 0,

    /// <summary><see cref="RecordedEvent.Personal" />, which is null without.</summary>
    Personal = 1,

    /// <summary><see cref="RecordedEvent.MetadataJson" />, which is an empty object without: <see cref="RecordedEvent.Metadata" /> can't be read then.</summary>
    Metadata = 2,

    /// <summary><see cref="RecordedEvent.Hash" />, which is empty without: the event can't be verified.</summary>
    Hash = 4,

    /// <summary>All of it.</summary>
    All = Personal | Metadata | Hash,
}
