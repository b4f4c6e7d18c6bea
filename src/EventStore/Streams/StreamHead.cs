namespace Sagas.EventStore;

/// <summary>How far a stream has come: all that is needed to append behind it.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Version">The version of its last event; zero when there is none.</param>
/// <param name="Hash">The hash of its last event; 32 zero bytes when there is none.</param>
/// <param name="Tenant">Whose stream it is.</param>
public sealed record StreamHead(StreamId Stream, long Version, ReadOnlyMemory<byte> Hash, string Tenant)
{
    /// <summary>Whether the stream has ended and was archived: nothing goes behind it any more.</summary>
    public bool IsArchived { get; init; }

    /// <summary>The head of a stream that has no events yet.</summary>
    public static StreamHead None(StreamId stream, string tenant = StreamAppend.DefaultTenant) => new(stream, 0, HashChain.Genesis, tenant);
}
