namespace Sagas.EventStore;

/// <summary>An event that happened somewhere else and is brought in with its place and its time.</summary>
/// <param name="Stream">Its stream, which does not exist here yet.</param>
/// <param name="Version">Its version: from 1 on, each after the one before. Events of several streams may alternate.</param>
/// <param name="Event">The event.</param>
/// <param name="RecordedAt">When it was recorded there.</param>
/// <param name="Tenant">Whose stream it is; the same for all events of a stream.</param>
public sealed record ImportedEvent(
    StreamId Stream,
    long Version,
    EventData Event,
    DateTimeOffset RecordedAt,
    string Tenant = StreamAppend.DefaultTenant);
