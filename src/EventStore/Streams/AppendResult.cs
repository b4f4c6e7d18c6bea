namespace Sagas.EventStore;

/// <summary>Where the events of an append lie. Repeating the append yields an equal result.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="FirstVersion">The version of the first event appended.</param>
/// <param name="LastVersion">The version of the last one, and so of the stream after this append.</param>
public sealed record AppendResult(StreamId Stream, long FirstVersion, long LastVersion);
