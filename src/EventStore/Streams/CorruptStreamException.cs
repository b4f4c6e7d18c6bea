namespace Sagas.EventStore;

/// <summary>What the database holds of a stream does not fit together. It is never served as a state.</summary>
public sealed class CorruptStreamException(StreamId stream, string message) : Exception(message)
{
    /// <summary>The stream.</summary>
    public StreamId Stream { get; } = stream;
}
