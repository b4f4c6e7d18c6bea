using System.Globalization;

namespace Sagas.EventStore;

/// <summary>Sees that the parts of a stream fit together: events without gaps that lead up to its head.</summary>
/// <param name="head">The head.</param>
/// <param name="after">The version that the events follow: of a snapshot, or zero.</param>
struct StreamWalk(StreamHead head, long after)
{
    /// <summary>The version of the last event.</summary>
    internal long Version { get; private set; } = after;

    /// <exception cref="CorruptStreamException">Another event belongs here.</exception>
    internal void Next(long version)
    {
        if (version != ++Version)
            throw Corrupt($"where event {Version} belongs, event {version} was found");
    }

    /// <exception cref="CorruptStreamException">The last event is not the one where the walk should end.</exception>
    internal readonly void EndAt(long version)
    {
        if (Version != version)
            throw Corrupt($"its events end at {Version}");
    }

    /// <exception cref="CorruptStreamException">The last event is not the head's.</exception>
    internal readonly void EndAtHead(ReadOnlySpan<byte> lastHash)
    {
        EndAt(head.Version);
        if (!lastHash.SequenceEqual(head.Hash.Span))
            throw Corrupt($"the hash of its last event is not the head's");
    }

    readonly CorruptStreamException Corrupt(FormattableString finding) => new(
        head.Stream,
        string.Create(
            CultureInfo.InvariantCulture,
            $"Stream {head.Stream} is at version {head.Version}, but {finding.ToString(CultureInfo.InvariantCulture)}. Verify its hash chain and compare it with a backup."));
}
