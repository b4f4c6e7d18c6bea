using System.Globalization;

namespace Sagas.OrderSaga.Api;

/// <summary>What to look for; what is null does not matter.</summary>
sealed record SagaCriteria
{
    /// <summary>The type of saga.</summary>
    public string? Saga { get; init; }

    /// <summary>The state that it is in.</summary>
    public string? State { get; init; }

    /// <summary>Only those whose deadline has passed.</summary>
    public bool Overdue { get; init; }

    /// <summary>For how long it has waited at least, or has been over.</summary>
    public TimeSpan? OlderThan { get; init; }

    /// <summary>A part of why it is parked.</summary>
    public string? Error { get; init; }

    /// <summary>Whose order it is about.</summary>
    public string? CustomerId { get; init; }

    /// <summary>The version of the plan that it began with.</summary>
    public int? DefinitionVersion { get; init; }

    /// <summary>Those that have ended instead of those under way.</summary>
    public bool HasEnded { get; init; }

    /// <summary>Why it was called off, of those that have ended.</summary>
    public string? Reason { get; init; }

    /// <summary>The only sagas that are wanted.</summary>
    public Guid[]? Among { get; init; }

    /// <summary>Where the page before ended.</summary>
    public SagaCursor? After { get; init; }

    /// <summary>The latest first, instead of the stalest.</summary>
    public bool LatestFirst { get; init; }

    /// <summary>How many sagas are on a page.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>The moment that sagas are listed by: since when they have ended, are overdue, or have waited.</summary>
    public string Since => HasEnded ? "ended_at" : Overdue ? "deadline_at" : "waiting_since";
}

/// <summary>A saga's place in the order of the list.</summary>
sealed record SagaCursor(DateTimeOffset Since, Guid SagaId)
{
    public override string ToString() => $"{Since.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}_{SagaId:D}";

    public static bool TryParse(string text, out SagaCursor? cursor)
    {
        cursor = text.Split('_') is [var moment, var id]
            && DateTimeOffset.TryParseExact(moment, "O", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var since)
            && Guid.TryParseExact(id, "D", out var sagaId)
            ? new SagaCursor(since, sagaId)
            : null;
        return cursor is not null;
    }
}
