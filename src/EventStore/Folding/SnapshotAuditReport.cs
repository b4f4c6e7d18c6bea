namespace Sagas.EventStore;

/// <summary>What an audit of snapshots found.</summary>
/// <param name="Looked">How many were folded again.</param>
/// <param name="Discarded">Those that said something else than their events, and are gone: stream and version.</param>
public sealed record SnapshotAuditReport(int Looked, IReadOnlyList<(StreamId Stream, long Version)> Discarded);
