namespace Sagas.EventStore;

/// <summary>A type name and schema version that some stored event has.</summary>
/// <param name="Type">The stored name.</param>
/// <param name="SchemaVersion">The version of its JSON.</param>
public sealed record StoredEventType(string Type, int SchemaVersion);
