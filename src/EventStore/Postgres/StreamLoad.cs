namespace Sagas.EventStore;

/// <summary>A stream to load. One that does not exist loads as <see cref="StreamHead.None" /> of the default tenant.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Stamp">The stamp of the snapshots that can be used; null for none.</param>
public sealed record StreamLoad(StreamId Stream, string? Stamp = null);
