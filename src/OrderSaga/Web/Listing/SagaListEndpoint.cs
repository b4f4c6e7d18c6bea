using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Sagas.OrderSaga.Web.Kinds;
using Sagas.OrderSaga.Web.Layout;

namespace Sagas.OrderSaga.Web.Listing;

static class SagaListEndpoint
{
    const int FewUnderWay = 15, FewEnded = 15;

    public static async Task<IResult> GetAsync(HttpRequest request, IEnumerable<ISagaKind> kinds, PlaceOrderList list, TimeProvider clock, CancellationToken cancellationToken)
    {
        var kind = kinds.First();
        var text = Text(request.Query, "error");
        if (Guid.TryParse(text, out var sagaId))
            return Results.LocalRedirect($"~/sagas/{sagaId}/page");

        var olderThan = Text(request.Query, "olderThan");
        int? seconds = null;
        if (olderThan is not null)
            seconds = int.TryParse(olderThan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
        var criteria = new ListCriteria(Text(request.Query, "state"), Text(request.Query, "overdue") == "true", seconds, text, Text(request.Query, "after"));
        if (criteria.Fault(kind) is { } fault)
            return Notices.Wrong(fault);

        var overview = await list.CountAsync(kind.Graph.Ends, cancellationToken);
        var (rows, next) = criteria.Ends(kind) is { } ends
            ? await list.EndedAsync(ends, criteria.Cursor, cancellationToken)
            : await list.UnderWayAsync(criteria.ToSearch(), cancellationToken);
        // An idle shop's first page says what happened last.
        var lately = criteria == new ListCriteria() && rows.Count < FewUnderWay ? (await list.EndedAsync(kind.Graph.Ends, after: null, cancellationToken)).Rows.Take(FewEnded) : [];
        return new RazorComponentResult<SagaListPage>(new Dictionary<string, object?>
        {
            ["Page"] = new SagaListModel(kind, criteria, overview, rows, next, [.. lately], clock.GetUtcNow()),
        });
    }

    static string? Text(IQueryCollection query, string name) => query[name].ToString().Trim() is { Length: > 0 } text ? text : null;
}

/// <summary>Everything that the list shows.</summary>
public sealed record SagaListModel(ISagaKind Kind, ListCriteria Criteria, Overview Overview, IReadOnlyList<SagaRow> Rows, string? Next, IReadOnlyList<SagaRow> Lately, DateTimeOffset Now)
{
    public bool ShowsEnded => Criteria.Ends(Kind) is not null;
}
