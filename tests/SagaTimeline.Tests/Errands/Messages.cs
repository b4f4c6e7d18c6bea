namespace Sagas.SagaTimeline.Tests.Errands;

/// <summary>Marks what authorises something.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;

/// <summary>Marks what is about a person.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class PersonalAttribute : Attribute;

public sealed record StartErrand
{
    public required Guid ErrandId { get; init; }

    [Secret]
    public required string Key { get; init; }

    public required IReadOnlyList<Stop> Stops { get; init; }

    public required Recipient Recipient { get; init; }

    /// <summary>How long fetching may take.</summary>
    public required TimeSpan Patience { get; init; }
}

public sealed record Stop(string Shop)
{
    [Personal]
    public string? Clerk { get; init; }
}

[Personal]
public sealed record Recipient(string Name, string Street);

public sealed record Fetch(Guid ErrandId);

public sealed record Fetched(Guid ErrandId, int Weight);

public sealed record NotThere(Guid ErrandId, string Shop);

public sealed record HandOver(Guid ErrandId);

public sealed record HandedOver(Guid ErrandId);

public sealed record CallOff(Guid ErrandId, string By);

public sealed record AskHowFar(Guid ErrandId);

public sealed record Reminder(Guid ErrandId);

public sealed record FetchingTookTooLong(Guid ErrandId);
