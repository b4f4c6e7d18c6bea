using System.Globalization;

namespace Sagas.EventStore;

/// <summary>Somebody else appended first. Nothing was written to the stream, and the transaction is still usable.</summary>
public sealed class VersionConflictException : Exception
{
    /// <summary>One stream, both of its versions known.</summary>
    public VersionConflictException(StreamId stream, ExpectedVersion expected, long actual)
        : base(string.Create(CultureInfo.InvariantCulture, $"Stream {stream} is at version {actual}; the append expected {expected}. {Remedy}"))
    {
        Stream = stream;
        Expected = expected;
        Actual = actual;
    }

    internal VersionConflictException(StreamHead head)
        : base($"Stream {head.Stream} has moved on; the append expected {ExpectedVersion.Exactly(head.Version)}. {Remedy}")
    {
        Stream = head.Stream;
        Expected = ExpectedVersion.Exactly(head.Version);
    }

    internal VersionConflictException(IEnumerable<StreamHead> heads)
        : base($"At least one of these streams has moved on since it was loaded: {string.Join(", ", heads.Select(h => h.Stream))}. Roll back, then: {Remedy}")
    {
    }

    const string Remedy = "Load the stream again, decide again and append at its present version.";

    /// <summary>The stream. Null when one statement appended to several and its row count cannot tell which of them moved.</summary>
    public StreamId? Stream { get; }

    /// <summary>What the append took for granted; null with <see cref="Stream" />.</summary>
    public ExpectedVersion? Expected { get; }

    /// <summary>The version that the stream has, zero for none. Null when only a row count told of the conflict.</summary>
    public long? Actual { get; }
}
