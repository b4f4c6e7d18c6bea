using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.SagaTimeline;
using Sagas.ServiceDefaults.ApiKeys;

namespace Sagas.OrderSaga.Api;

static class SagasEndpoints
{
    /// <summary>More steps than any saga takes; a page of its own is for timelines that somebody floods.</summary>
    const int MostSteps = 1_000;

    static readonly MediaTypeHeaderValue Json = new("application/json");
    static readonly MediaTypeHeaderValue Text = new("text/plain");
    static readonly MediaTypeHeaderValue Mermaid = new("text/vnd.mermaid");

    /// <summary>What is offered, and taken in this order when the client leaves it open.</summary>
    static readonly MediaTypeHeaderValue[] Representations = [Json, Text, Mermaid];

    public static void MapSagas(this IEndpointRouteBuilder endpoints)
    {
        var sagas = endpoints.MapGroup("/sagas/{sagaId:guid}").WithTags("Sagas").RequireAuthorization(ApiRoles.Read);

        sagas.MapGet("", GetAsync)
            .WithSummary("A saga as it stands: its state, what it waits for, what it owes, and its timers")
            .Produces<SagaView>()
            .ProducesProblem(StatusCodes.Status404NotFound);

        sagas.MapGet("/timeline", GetTimelineAsync)
            .WithSummary("What happened to a saga, step by step")
            .WithDescription("As JSON by default; with Accept: text/plain as text for a terminal, with text/vnd.mermaid as a sequence diagram. Continue after the last step you know with ?after=number.")
            .Produces<TimelineDocument>()
            .Produces<string>(StatusCodes.Status200OK, "text/plain", "text/vnd.mermaid")
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status406NotAcceptable);
    }

    static async Task<IResult> GetAsync(Guid sagaId, SagaQuery sagas, CancellationToken cancellationToken) =>
        await sagas.FindAsync(sagaId, cancellationToken) is { } saga ? Results.Ok(saga) : Problems.NoSuchSaga(sagaId);

    static async Task<IResult> GetTimelineAsync(
        Guid sagaId, TimelineReader timelines, TimeProvider clock, HttpRequest request, long? after, CancellationToken cancellationToken)
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

        var steps = await timelines.ReadAsync(nameof(PlaceOrderState), sagaId, after ?? 0, MostSteps, cancellationToken);
        if (steps.Count == 0 && (after ?? 0) == 0)
            return Problems.NoSuchSaga(sagaId);
        if (mediaType == Text)
            return Results.Text(TimelineText.Render(steps, new TimelineTextOptions { Now = clock.GetUtcNow() }), "text/plain");
        return mediaType == Mermaid
            ? Results.Text(TimelineMermaid.Render(steps), "text/vnd.mermaid")
            : Results.Json(TimelineDocument.Of(steps), TimelineJson.Options);
    }

    /// <summary>The one of ours that the client likes best; JSON when it does not care.</summary>
    static MediaTypeHeaderValue? Preferred(StringValues accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept, out var wanted) || wanted.Count == 0)
            return Json;
        return wanted.OrderByDescending(range => range.Quality ?? 1)
            .Select(range => Representations.FirstOrDefault(ours => ours.IsSubsetOf(range)))
            .FirstOrDefault(ours => ours is not null);
    }
}
