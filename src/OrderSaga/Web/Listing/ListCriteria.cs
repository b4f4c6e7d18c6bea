using System.Globalization;
using Sagas.OrderSaga.Api;
using Sagas.OrderSaga.Troubles;
using Sagas.OrderSaga.Web.Kinds;

namespace Sagas.OrderSaga.Web.Listing;

/// <summary>What the list's address asks for. The address is made of it again for links.</summary>
/// <param name="State">One state; <c>ended</c> for all that have ended; <c>null</c> for all under way.</param>
/// <param name="Overdue">Only those whose deadline has passed.</param>
/// <param name="OlderThan">Only those that have waited so many seconds.</param>
/// <param name="Error">A part of why they are parked.</param>
/// <param name="After">Where the page before ended.</param>
/// <param name="Saga">The type of saga; <c>null</c> for the one that comes first.</param>
/// <param name="Trouble">A kind of trouble, or any.</param>
public sealed record ListCriteria(
    string? State = null, bool Overdue = false, int? OlderThan = null, string? Error = null, string? After = null, string? Saga = null, string? Trouble = null)
{
    public const string AllEnded = "ended";

    public bool IsFiltered => this != new ListCriteria(After: After, Saga: Saga);

    public string Address
    {
        get
        {
            (string Name, string? Value)[] parts =
            [
                ("saga", Saga), ("state", State), ("overdue", Overdue ? "true" : null), ("olderThan", OlderThan?.ToString(CultureInfo.InvariantCulture)), ("error", Error),
                ("trouble", Trouble), ("after", After),
            ];
            var query = parts.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}");
            return string.Join('?', new[] { "/", string.Join('&', query) }.Where(part => part.Length > 0));
        }
    }

    /// <summary>The states that are meant, when those are ends; <c>null</c> when sagas under way are.</summary>
    public IReadOnlyList<string>? Ends(SagaKind kind) => State switch
    {
        AllEnded => kind.Graph.Ends,
        { } state when kind.Graph.Ends.Contains(state) => [state],
        _ => null,
    };

    /// <returns>What is wrong with it; <c>null</c> when nothing is.</returns>
    public string? Fault(SagaKind kind)
    {
        if (State is not (null or AllEnded) && !kind.Graph.States.Contains(State))
            return $"There is no state {State}. The states are {string.Join(", ", kind.Graph.States)}.";
        if (OlderThan is < 0 or > 315_000_000)
            return "olderThan has to be a number of seconds, up to ten years.";
        if (Error is { Length: > RequestLimits.Text } || Error?.Any(char.IsControl) == true)
            return $"error has to be a text of at most {RequestLimits.Text} characters, without control characters.";
        if (Trouble is not null && !TroubleFilter.TryParse(Trouble, out _))
            return $"There is no trouble {Trouble}. There are {string.Join(", ", TroubleKinds.All)}, and {TroubleFilter.Any}.";
        return After is not null && !SagaCursor.TryParse(After, out _) ? "after is not where a page ended. Go by the link to the next page." : null;
    }

    internal SagaCursor? Cursor => After is not null && SagaCursor.TryParse(After, out var cursor) ? cursor : null;

    internal TroubleFilter? InTrouble => Trouble is not null && TroubleFilter.TryParse(Trouble, out var trouble) ? trouble : null;

    internal SagaCriteria ToSearch(SagaKind kind) => new(
        State, Overdue ? true : null, OlderThan is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null, string.IsNullOrEmpty(Error) ? null : Error, Cursor,
        kind.Name);
}
