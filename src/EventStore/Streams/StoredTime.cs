namespace Sagas.EventStore;

/// <summary>What a column of type timestamptz can hold: UTC, to the microsecond.</summary>
static class StoredTime
{
    internal static DateTimeOffset Of(DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
