namespace Sagas.Projections;

/// <summary>How far a rebuild is.</summary>
/// <param name="Events">Replayed so far.</param>
/// <param name="OfEvents">How many there were when it began; more may have come since.</param>
/// <param name="Elapsed">Since it began, interruptions included.</param>
public sealed record RebuildProgress(long Events, long OfEvents, TimeSpan Elapsed)
{
    /// <summary>Events per second.</summary>
    public double Rate => Elapsed.TotalSeconds > 0 ? Events / Elapsed.TotalSeconds : 0;

    /// <summary>How long it will still take at that rate; null before there is one.</summary>
    public TimeSpan? Left => Events > 0 ? Elapsed * ((double)Math.Max(0, OfEvents - Events) / Events) : null;
}
