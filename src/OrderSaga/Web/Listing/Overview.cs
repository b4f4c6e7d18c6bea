namespace Sagas.OrderSaga.Web.Listing;

/// <summary>How the sagas of one type stand, in numbers.</summary>
/// <param name="UnderWay">Groups of those under way, at most so many of the stalest.</param>
/// <param name="Ended">How many have ended, by state.</param>
public sealed record Overview(IReadOnlyList<UnderWayGroup> UnderWay, IReadOnlyDictionary<string, Count> Ended)
{
    /// <summary>Numbers are exact up to this one.</summary>
    public const int Most = 10_000;

    public Count UnderWayCount => Count.Of(UnderWay.Sum(group => group.Sagas));

    public IReadOnlyDictionary<string, Count> States => UnderWay.GroupBy(group => group.State).ToDictionary(state => state.Key, state => Count.Of(state.Sum(group => group.Sagas)));

    public Count Overdue => Count.Of(UnderWay.Where(group => group.IsOverdue).Sum(group => group.Sagas));

    /// <summary>Those parked for the same reason, the most first.</summary>
    public IReadOnlyList<FailureGroup> Failures =>
    [
        .. UnderWay.Where(group => group.ParkedBecause is not null)
            .GroupBy(group => group.ParkedBecause!)
            .Select(group => new FailureGroup(group.Key, group.Sum(part => part.Sagas), group.Min(part => part.WaitingSince)))
            .OrderByDescending(group => group.Sagas),
    ];
}

/// <summary>A number that is exact, or more than can be counted in a moment.</summary>
public readonly record struct Count(long Number, bool IsMore)
{
    public static Count Of(long number) => new(Math.Min(number, Overview.Most), number > Overview.Most);

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Number:#,0}{(IsMore ? "+" : "")}");
}

/// <summary>Sagas under way that are alike.</summary>
public sealed record UnderWayGroup(string State, int Age, bool IsOverdue, string? ParkedBecause, long Sagas, DateTimeOffset WaitingSince);

/// <summary>Sagas that are parked for one reason.</summary>
public sealed record FailureGroup(string Because, long Sagas, DateTimeOffset Since);
