using System.Text;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Sagas.OrderSaga.StepSagas;
using Sagas.OrderSaga.Troubles;
using Sagas.OrderSaga.Web.Kinds;
using Sagas.SagaTimeline;
using Sagas.ServiceDefaults.ApiKeys;

namespace Sagas.OrderSaga.Api;

static class SagasEndpoints
{
    static readonly MediaTypeHeaderValue Json = new("application/json");
    static readonly MediaTypeHeaderValue Text = new("text/plain");
    static readonly MediaTypeHeaderValue Mermaid = new("text/vnd.mermaid");

    static readonly MediaTypeHeaderValue Html = new("text/html");

    /// <summary>What is offered, and taken in this order when the client leaves it open.</summary>
    static readonly MediaTypeHeaderValue[] Representations = [Json, Text, Mermaid];

    const int MostSteps = 10_000;

    public static void MapSagas(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/sagas", SearchAsync)
            .WithTags("Sagas")
            .RequireAuthorization(ApiRoles.Read)
            .WithSummary("The sagas that are under way, or those that have ended, the stalest first")
            .WithDescription(
                "saga names a type of saga; state a state; overdue=true finds those whose deadline has passed, the one that is overdue longest first; olderThan=00:05:00 those that have waited "
                + "for five minutes; error a part of why they are parked; customerId those of one customer; definitionVersion those that began with that version of their plan; trouble those in a kind of trouble, or any. outcome=Cancelled "
                + "finds those that have ended so instead, outcome=any all that have ended, and reason=PaymentDeclined those that were called off for it: then olderThan is since the end. "
                + "The answer's next, sent as after, gets the next page.")
            .Produces<SagaPage>()
            .ProducesValidationProblem();

        var sagas = endpoints.MapGroup("/sagas/{sagaId:guid}").WithTags("Sagas").RequireAuthorization(ApiRoles.Read);

        sagas.MapGet("", GetAsync)
            .WithSummary("A saga as it stands: its state, what it waits for, what it owes, and its timers")
            .WithDescription("202 while it has not begun, though what it begins with is recorded. A browser, which likes text/html best, is sent to the saga's page.")
            .Produces<SagaView>()
            .Produces<SagaAwaited>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status404NotFound);

        sagas.MapGet("/timeline", GetTimelineAsync)
            .WithSummary("What happened to a saga, step by step")
            .WithDescription(
                "As JSON by default; with Accept: text/plain as text for a terminal, with text/vnd.mermaid as a sequence diagram. ?after=number leaves out the JSON's steps up to that one, "
                + "and ?limit=number those beyond so many: then next, sent as after, gets the next page. The summary, the text and the diagram are always of all. "
                + "Steps are in the order of their commits; their times are when they were handled, which may differ. "
                + "JSON and diagram carry an ETag; with If-None-Match an unchanged timeline is 304 at the cost of one row.")
            .Produces<TimelineDocument>()
            .Produces<string>(StatusCodes.Status200OK, "text/plain", "text/vnd.mermaid")
            .Produces(StatusCodes.Status304NotModified)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status406NotAcceptable);
    }

    static async Task<IResult> SearchAsync(
        [AsParameters] SagaQuestion question, SagaTroubles search, SagaTypes sagas, HttpRequest request, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var wanted = question.Read(sagas, request.Query.Keys, errors);
        var trouble = question.InTrouble(errors);
        return errors.Any ? errors.ToProblem() : Results.Ok(await search.SearchAsync(wanted, trouble, cancellationToken));
    }

    static async Task<IResult> GetAsync(Guid sagaId, SagaQuery sagas, SagaKinds kinds, HttpRequest request, CancellationToken cancellationToken)
    {
        request.HttpContext.Response.Headers.Vary = HeaderNames.Accept;
        if (Preferred(request.Headers.Accept, [Json, Html]) == Html)
            return Results.LocalRedirect($"~/sagas/{sagaId}/page");
        if (await sagas.FindAsync(sagaId, cancellationToken) is { } saga)
            return Results.Ok(saga);
        if (await sagas.BeginningAsync(sagaId, cancellationToken) is { } beginning)
            return Results.Accepted(value: SagaAwaited.By(sagaId, beginning));
        // What begins a saga is dropped by the commit that makes it, which may have come between the two.
        return await sagas.FindAsync(sagaId, cancellationToken) is { } begun ? Results.Ok(begun) : await Problems.NoSuchSagaAsync(kinds, sagaId, cancellationToken);
    }

    static async Task<IResult> GetTimelineAsync(
        Guid sagaId, SagaKinds kinds, TimelineReader timelines, TimeProvider clock, HttpRequest request, long? after, int? limit, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        errors.CheckParameters(request.Query.Keys, "after", "limit");
        errors.Check(after is null or >= 0, "after", $"is {after}. Give the number of a step, or leave it out.");
        errors.Check(limit is null or (> 0 and <= MostSteps), "limit", $"is {limit}. Give a number of steps from 1 to {MostSteps}, or leave it out.");
        if (errors.Any)
            return errors.ToProblem();

        if (Preferred(request.Headers.Accept, Representations) is not { } mediaType)
        {
            return Results.Problem(
                title: "There is no such representation.", detail: "Field Accept: ask for application/json, text/plain or text/vnd.mermaid.",
                statusCode: StatusCodes.Status406NotAcceptable, type: Problems.InvalidRequest);
        }

        if (await kinds.OfAsync(sagaId, cancellationToken) is not var (kind, head))
            return Problems.NoSuchSaga(sagaId);
        request.HttpContext.Response.Headers.Vary = HeaderNames.Accept;
        // The text tells ages, so it is never the same again.
        var tag = mediaType == Text ? null : TimelineTag.Of(head, mediaType, after, limit);
        if (tag is not null && TimelineTag.IsKnown(request, tag))
            return TimelineTag.NotModified(request.HttpContext.Response, tag);

        var steps = await timelines.ReadAllAsync(kind.TimelineType, sagaId, cancellationToken);
        if (mediaType == Text)
            return Results.Text(TimelineText.Render(steps, new TimelineTextOptions { Now = clock.GetUtcNow() }), "text/plain", Encoding.UTF8);
        // Of the timeline as it was read: it may have grown since its head was.
        request.HttpContext.Response.GetTypedHeaders().ETag = TimelineTag.Of(new TimelineHead(sagaId, steps[^1].Number, steps[^1].Hash), mediaType, after, limit);
        return mediaType == Mermaid
            ? Results.Text(TimelineMermaid.Render(steps), "text/vnd.mermaid", Encoding.UTF8)
            : Results.Json(TimelineDocument.Of(steps, after ?? 0, limit ?? int.MaxValue), TimelineJson.Options);
    }

    /// <summary>The one of ours that the client likes best; the first when it does not care; <c>null</c> when it takes none.</summary>
    static MediaTypeHeaderValue? Preferred(StringValues accept, MediaTypeHeaderValue[] representations)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges) || ranges.Count == 0)
            return representations[0];
        return representations.Select(ours => (Ours: ours, Quality: Quality(ours, ranges)))
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
