namespace Sagas.Poison;

/// <summary>What a journey consists of: a message to its saga, which sends the next.</summary>
public sealed record Step(Guid JourneyId, int Number)
{
    public const int Last = 4;

    public Step Next() => this with { Number = Number + 1 };
}
