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
/// <param name="Customer">Only those of one customer.</param>
/// <param name="Reason">Only those that were called off for it.</param>
/// <param name="Version">Only those that began with that version of their plan.</param>
/// <param name="Trouble">A kind of trouble, or any.</param>
public sealed record ListCriteria(
    string? State = null, bool Overdue = false, int? OlderThan = null, string? Error = null, string? After = null, string? Saga = null, string? Customer = null,
    string? Reason = null, int? Version = null, string? Trouble = null)
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
                ("customer", Customer), ("reason", Reason), ("version", Version?.ToString(CultureInfo.InvariantCulture)),
                ("trouble", Trouble), ("after", After),
            ];
            var query = parts.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}");
            return string.Join('?', new[] { "/", string.Join('&', query) }.Where(part => part.Length > 0));
        }
    }

    /// <summary>Whether sagas that have ended are meant. Why one was called off is only said of those.</summary>
    public bool HasEnded(SagaKind kind) => State == AllEnded || Reason is not null || (State is not null && kind.Graph.Ends.Contains(State));

    /// <returns>What is wrong with it; <c>null</c> when nothing is.</returns>
    public string? Fault(SagaKind kind)
    {
        if (State is not (null or AllEnded) && !kind.Graph.States.Contains(State))
            return $"There is no state {State}. The states are {string.Join(", ", kind.Graph.States)}.";
        if (OlderThan is < 0 or > 315_000_000)
            return "olderThan has to be a number of seconds, up to ten years.";
        if (Error is { Length: > RequestLimits.Text } || Error?.Any(char.IsControl) == true)
            return $"error has to be a text of at most {RequestLimits.Text} characters, without control characters.";
        if (Customer is { Length: > RequestLimits.Text } || Customer?.Any(char.IsControl) == true)
            return $"customer has to be a text of at most {RequestLimits.Text} characters, without control characters.";
        if (Reason is not null && !kind.Reasons.Contains(Reason))
            return $"Nothing is called off for {Reason}. The reasons are {string.Join(", ", kind.Reasons)}.";
        if (Version is < 1)
            return "version has to be a whole number from 1 on.";
        if (Trouble is not null && !TroubleFilter.TryParse(Trouble, out _))
            return $"There is no trouble {Trouble}. There are {string.Join(", ", TroubleKinds.All)}, and {TroubleFilter.Any}.";
        if (HasEnded(kind) && (Overdue || Error is not null || Trouble is not null || !(State is null or AllEnded || kind.Graph.Ends.Contains(State))))
            return "Those that have ended are neither parked nor overdue, nor in trouble or in another state. Leave out state, overdue, error and trouble, or reason.";
        return After is not null && !SagaCursor.TryParse(After, out _) ? "after is not where a page ended. Go by the link to the next page." : null;
    }

    internal TroubleFilter? InTrouble => Trouble is not null && TroubleFilter.TryParse(Trouble, out var trouble) ? trouble : null;

    internal SagaCriteria ToSearch(SagaKind kind) => new()
    {
        Saga = kind.Name,
        State = State == AllEnded ? null : State,
        Overdue = Overdue,
        OlderThan = OlderThan is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null,
        Error = string.IsNullOrEmpty(Error) ? null : Error,
        CustomerId = Customer,
        DefinitionVersion = Version,
        HasEnded = HasEnded(kind),
        Reason = Reason,
        After = After is not null && SagaCursor.TryParse(After, out var cursor) ? cursor : null,
        LatestFirst = HasEnded(kind),
    };
}
