namespace Sagas.EventStore;

/// <summary>A stream was to be archived whose last event is not an end. Nothing was archived.</summary>
public sealed class StreamNotEndedException(StreamId stream, IEnumerable<string> endings, Exception? inner = null) : Exception(
    $"Stream {stream} has not ended: its last event is none of {string.Join(", ", endings)}. Archive what FindEndedAsync finds, and name every type that ends a stream.", inner)
{
    /// <summary>The stream; the first of them, where there are several.</summary>
    public StreamId Stream { get; } = stream;
}
