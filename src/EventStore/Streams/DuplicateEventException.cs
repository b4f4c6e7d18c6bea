using System.Globalization;

namespace Sagas.EventStore;

/// <summary>
/// An event id is stored already, and the append is not a repeat of the one that stored it: an id was used for two events.
/// </summary>
public sealed class DuplicateEventException(Guid eventId, StreamId stream, long version) : Exception(string.Create(
    CultureInfo.InvariantCulture,
    $"Event id {eventId} is stored already, as version {version} of {stream}, by a different append. Give every event an id of its own and repeat appends as a whole."))
{
    /// <summary>The id.</summary>
    public Guid EventId { get; } = eventId;

    /// <summary>The stream that holds it.</summary>
    public StreamId Stream { get; } = stream;

    /// <summary>Its version there.</summary>
    public long Version { get; } = version;
}
