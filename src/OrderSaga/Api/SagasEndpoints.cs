using System.Text;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Sagas.OrderSaga.StepSagas;
using Sagas.SagaTimeline;
using Sagas.ServiceDefaults.ApiKeys;

namespace Sagas.OrderSaga.Api;

static class SagasEndpoints
{
    static readonly MediaTypeHeaderValue Json = new("application/json");
    static readonly MediaTypeHeaderValue Text = new("text/plain");
    static readonly MediaTypeHeaderValue Mermaid = new("text/vnd.mermaid");

    /// <summary>What is offered, and taken in this order when the client leaves it open.</summary>
    static readonly MediaTypeHeaderValue[] Representations = [Json, Text, Mermaid];

    public static void MapSagas(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/sagas", SearchAsync)
            .WithTags("Sagas")
            .RequireAuthorization(ApiRoles.Read)
            .WithSummary("The sagas that are under way, the one that waits longest first")
            .WithDescription(
                "saga names a type of saga; state a state; overdue=true finds those whose deadline has passed; olderThan=00:05:00 those that have waited for five minutes; error a part of why "
                + "they are parked. The answer's next, sent as after, gets the next page.")
            .Produces<SagaPage>()
            .ProducesValidationProblem();

        var sagas = endpoints.MapGroup("/sagas/{sagaId:guid}").WithTags("Sagas").RequireAuthorization(ApiRoles.Read);

        sagas.MapGet("", GetAsync)
            .WithSummary("A saga as it stands: its state, what it waits for, what it owes, and its timers")
            .Produces<SagaView>()
            .ProducesProblem(StatusCodes.Status404NotFound);

        sagas.MapGet("/timeline", GetTimelineAsync)
            .WithSummary("What happened to a saga, step by step")
            .WithDescription("As JSON by default; with Accept: text/plain as text for a terminal, with text/vnd.mermaid as a sequence diagram. With ?after=number the JSON leaves out the steps up to that one; the summary, the text and the diagram are always of all.")
            .Produces<TimelineDocument>()
            .Produces<string>(StatusCodes.Status200OK, "text/plain", "text/vnd.mermaid")
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status406NotAcceptable);
    }

    static async Task<IResult> SearchAsync(
        SagaSearch search, SagaTypes sagas, string? saga, string? state, bool? overdue, TimeSpan? olderThan, string? error, string? after, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var names = sagas.All.Select(type => type.Name).ToList();
        errors.Check(saga is null || names.Contains(saga), "saga", $"is {saga}. There are {string.Join(" and ", names)}.");
        var states = sagas.UnderWay.ToList();
        errors.Check(state is null || states.Contains(state), "state", $"is {state}. A saga under way is one of {string.Join(", ", states)}.");
        errors.Check(
            olderThan is null || (olderThan > TimeSpan.Zero && olderThan < TimeSpan.FromDays(3650)),
            "olderThan", "is not a time up to ten years. Give hours, minutes and seconds: 00:05:00.");
        if (error is not null)
            errors.CheckText(error, "error");
        SagaCursor? cursor = null;
        errors.Check(after is null || SagaCursor.TryParse(after, out cursor), "after", "is not where a page ended. Send the next of the page before, unchanged.");
        return errors.Any ? errors.ToProblem() : Results.Ok(await search.FindAsync(new SagaCriteria(state, overdue, olderThan, error, cursor, saga), cancellationToken));
    }

    static async Task<IResult> GetAsync(Guid sagaId, SagaQuery sagas, CancellationToken cancellationToken) =>
        await sagas.FindAsync(sagaId, cancellationToken) is { } saga ? Results.Ok(saga) : Problems.NoSuchSaga(sagaId);

    static async Task<IResult> GetTimelineAsync(
        Guid sagaId, SagaTypes sagas, TimelineReader timelines, TimeProvider clock, HttpRequest request, long? after, CancellationToken cancellationToken)
    {
        if (after < 0)
        {
            var errors = new FieldErrors();
            errors.Add("after", $"is {after}. Give the number of a step, or leave it out.");
            return errors.ToProblem();
        }

        if (Preferred(request.Headers.Accept) is not { } mediaType)
        {
            return Results.Problem(
                title: "There is no such representation.", detail: "Field Accept: ask for application/json, text/plain or text/vnd.mermaid.",
                statusCode: StatusCodes.Status406NotAcceptable, type: Problems.InvalidRequest);
        }

        if (await StepsOfAsync(sagaId, sagas, timelines, cancellationToken) is not { } steps)
            return Problems.NoSuchSaga(sagaId);
        if (mediaType == Text)
            return Results.Text(TimelineText.Render(steps, new TimelineTextOptions { Now = clock.GetUtcNow() }), "text/plain", Encoding.UTF8);
        return mediaType == Mermaid
            ? Results.Text(TimelineMermaid.Render(steps), "text/vnd.mermaid", Encoding.UTF8)
            : Results.Json(TimelineDocument.Of(steps, after ?? 0), TimelineJson.Options);
    }

    /// <summary>A saga that failed before it began has a timeline and nothing else, so every type's timelines are asked.</summary>
    static async Task<IReadOnlyList<TimelineStep>?> StepsOfAsync(Guid sagaId, SagaTypes sagas, TimelineReader timelines, CancellationToken cancellationToken)
    {
        foreach (var type in sagas.All)
        {
            if (await timelines.ReadAllAsync(type.Kind, sagaId, cancellationToken) is { Count: > 0 } steps)
                return steps;
        }

        return null;
    }

    /// <summary>The one of ours that the client likes best; JSON when it does not care; <c>null</c> when it takes none.</summary>
    static MediaTypeHeaderValue? Preferred(StringValues accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges) || ranges.Count == 0)
            return Json;
        return Representations.Select(ours => (Ours: ours, Quality: Quality(ours, ranges)))
            .OrderByDescending(candidate => candidate.Quality)
            .FirstOrDefault(candidate => candidate.Quality > 0).Ours;
    }

    /// <summary>How much a client wants a representation: what it says of the type itself counts, else of its like, else of any. Parameters are let pass.</summary>
    static double Quality(MediaTypeHeaderValue ours, IList<MediaTypeHeaderValue> ranges) =>
        ranges.Where(range => range.MatchesAllTypes || (Same(range.Type, ours.Type) && (range.MatchesAllSubTypes || Same(range.SubType, ours.SubType))))
            .OrderBy(range => (range.MatchesAllTypes, range.MatchesAllSubTypes))
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault();

    static bool Same(StringSegment one, StringSegment other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
