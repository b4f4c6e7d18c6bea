namespace Sagas.OrderSaga.ReadSide;

/// <summary>
/// A span of time that changes of the counts are added up over. Every instant lies behind whole years, whole months of its year, whole days of its month, and so on: so few sums
/// make the count at any of them.
/// </summary>
/// <param name="Name">As it is stored, and as <c>date_trunc</c> knows it.</param>
/// <param name="Begin">When the one that an instant lies in began.</param>
sealed record FlowSpan(string Name, Func<DateTime, DateTime> Begin)
{
    /// <summary>From the longest to the shortest, each of them whole ones of the next.</summary>
    public static readonly IReadOnlyList<FlowSpan> All =
    [
        new("year", at => new DateTime(at.Year, 1, 1, 0, 0, 0, DateTimeKind.Utc)),
        new("month", at => new DateTime(at.Year, at.Month, 1, 0, 0, 0, DateTimeKind.Utc)),
        new("day", at => at.Date),
        Of("hour", TimeSpan.TicksPerHour),
        Of("minute", TimeSpan.TicksPerMinute),
        Of("second", TimeSpan.TicksPerSecond),
    ];

    static FlowSpan Of(string name, long ticks) => new(name, at => new DateTime(at.Ticks - (at.Ticks % ticks), DateTimeKind.Utc));
}
