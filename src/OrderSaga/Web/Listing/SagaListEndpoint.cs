using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Sagas.OrderSaga.Troubles;
using Sagas.OrderSaga.Web.Kinds;
using Sagas.OrderSaga.Web.Layout;

namespace Sagas.OrderSaga.Web.Listing;

static class SagaListEndpoint
{
    const int FewUnderWay = 15, FewEnded = 15;

    public static async Task<IResult> GetAsync(HttpRequest request, SagaKinds kinds, SagaList list, SagaTroubles troubles, TimeProvider clock, CancellationToken cancellationToken)
    {
        var text = Text(request.Query, "error");
        if (Guid.TryParse(text, out var sagaId))
            return Results.LocalRedirect($"~/sagas/{sagaId}/page");

        var saga = Text(request.Query, "saga");
        if (kinds.All.FirstOrDefault(kind => saga is null || kind.Name == saga) is not { } kind)
            return Notices.Wrong($"There is no type of saga {saga}. The types are {string.Join(", ", kinds.All.Select(known => known.Name))}.");
        var overdue = Text(request.Query, "overdue");
        if (overdue is not (null or "true"))
            return Notices.Wrong("overdue has to be true, for those whose deadline has passed, or left out.");
        var criteria = new ListCriteria(
            Text(request.Query, "state"), overdue is not null, Number(request.Query, "olderThan"), text, Text(request.Query, "after"), saga,
            Text(request.Query, "customer"), Text(request.Query, "reason"), Number(request.Query, "version"), Text(request.Query, "trouble"));
        if (criteria.Fault(kind) is { } fault)
            return Notices.Wrong(fault);

        var overview = await list.CountAsync(kind, cancellationToken);
        var report = await troubles.AllAsync(cancellationToken);
        var (rows, next) = await list.FindAsync(criteria.ToSearch(kind), criteria.InTrouble, cancellationToken);
        // An idle shop's first page says what happened last.
        var lately = !criteria.IsFiltered && criteria.After is null && rows.Count < FewUnderWay ? await list.LatelyAsync(kind, FewEnded, cancellationToken) : [];
        return new RazorComponentResult<SagaListPage>(new Dictionary<string, object?>
        {
            ["Page"] = new SagaListModel([.. kinds.All.Select(known => known.Name)], kind, criteria, overview, rows, next, lately, clock.GetUtcNow())
            {
                Troubles = report.CountOf(kind.Name),
                Stuck = kinds.All.ToDictionary(known => known.Name, known => report.CountOf(known.Name).Where(trouble => trouble.Key.NeedsSomebody()).Sum(trouble => trouble.Value)),
            },
        });
    }

    static string? Text(IQueryCollection query, string name) => query[name].ToString().Trim() is { Length: > 0 } text ? text : null;

    /// <returns>-1 for what is no number, which none of them may be.</returns>
    static int? Number(IQueryCollection query, string name) => Text(query, name) is not { } text
        ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}

/// <summary>Everything that the list shows.</summary>
public sealed record SagaListModel(
    IReadOnlyList<string> Kinds, SagaKind Kind, ListCriteria Criteria, Overview Overview, IReadOnlyList<SagaRow> Rows, string? Next, IReadOnlyList<SagaRow> Lately, DateTimeOffset Now)
{
    /// <summary>How many are in which trouble.</summary>
    public IReadOnlyDictionary<TroubleKind, int> Troubles { get; init; } = new Dictionary<TroubleKind, int>();

    /// <summary>How many of each type need somebody.</summary>
    public IReadOnlyDictionary<string, int> Stuck { get; init; } = new Dictionary<string, int>();

    public bool ShowsEnded => Criteria.HasEnded(Kind);
}
