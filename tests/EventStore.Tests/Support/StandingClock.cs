namespace Sagas.EventStore.Tests;

/// <summary>A clock that stands still.</summary>
sealed class StandingClock(DateTimeOffset now) : TimeProvider
{
    internal static readonly DateTimeOffset Noon = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => now;
}
