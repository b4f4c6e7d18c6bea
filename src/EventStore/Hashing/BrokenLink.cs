namespace Sagas.EventStore;

/// <summary>The first event of a stream that the hash chain does not hold together with those before it.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Version">The event's version; one after the last event when the end is missing.</param>
/// <param name="Why">What does not fit, in words.</param>
public sealed record BrokenLink(StreamId Stream, long Version, string Why);
