namespace Sagas.EventStore;

/// <summary>The stream has ended and was moved to the archive. It can be read as before, and nothing goes behind it. Nothing was written.</summary>
public sealed class StreamArchivedException(StreamId stream) : Exception(
    $"Stream {stream} is archived: it has ended, and nothing can be appended to it. What still belongs to it goes to a stream of its own.")
{
    /// <summary>The stream.</summary>
    public StreamId Stream { get; } = stream;

    internal static void ThrowIfArchived(StreamHead head)
    {
        if (head.IsArchived)
            throw new StreamArchivedException(head.Stream);
    }
}
