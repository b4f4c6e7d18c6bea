namespace Sagas.EventStore.Tests;

/// <summary>A clock that a test moves.</summary>
sealed class SettableClock(DateTimeOffset now) : TimeProvider
{
    internal DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
