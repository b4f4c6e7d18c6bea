namespace Sagas.EventStore;

/// <summary>What a verification found.</summary>
/// <param name="Streams">How many streams were walked.</param>
/// <param name="Events">How many events.</param>
/// <param name="Broken">Of each stream that does not hold, the first event that does not fit.</param>
/// <param name="Anchors">The days whose anchors do not hold.</param>
public sealed record VerificationReport(long Streams, long Events, IReadOnlyList<BrokenLink> Broken, IReadOnlyList<BrokenAnchor> Anchors)
{
    /// <summary>Whether nothing was found.</summary>
    public bool Holds => Broken.Count == 0 && Anchors.Count == 0;
}
