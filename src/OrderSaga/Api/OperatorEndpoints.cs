using Microsoft.AspNetCore.Mvc;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.StepSagas;
using Sagas.OrderSaga.Web.Kinds;
using Sagas.ServiceDefaults.ApiKeys;

namespace Sagas.OrderSaga.Api;

/// <summary>What operators can ask a saga for.</summary>
static class OperatorEndpoints
{
    public static void MapOperators(this IEndpointRouteBuilder endpoints)
    {
        var sagas = endpoints.MapGroup("/sagas/{sagaId:guid}").WithTags("Operators").RequireAuthorization(ApiRoles.Operate);
        Map<OperatorBody>("/retry", OperatorRequest.Retry, "Has a saga ask again: for its step under the same key, for an undo in a new round");
        Map<ResolveBody>("/resolve", OperatorRequest.Resolve, "Settles by hand the undo that a parked saga owes");
        Map<OperatorBody>("/compensate", OperatorRequest.Compensate, "Turns a saga round that still goes forward");

        void Map<TBody>(string path, OperatorRequest request, string summary)
            where TBody : OperatorBody =>
            sagas.MapPost(path, (HttpContext http, Guid sagaId, OperatorRequests requests, SagaTypes types, SagaKinds kinds, [FromQuery] bool dryRun = false, CancellationToken cancellationToken = default) =>
                    AskAsync<TBody>(http, sagaId, request, requests, types, kinds, dryRun, cancellationToken))
                .Accepts<TBody>("application/json")
                .WithSummary(summary)
                .WithDescription("202 means that the request is recorded; the saga checks it again when it handles it. With ?dryRun=true nothing is written, and 200 says what would happen.")
                .Produces<OperatorAccepted>(StatusCodes.Status202Accepted)
                .Produces<OperatorForesight>()
                .ProducesValidationProblem()
                .ProducesProblem(StatusCodes.Status404NotFound)
                .ProducesProblem(StatusCodes.Status409Conflict);
    }

    static async Task<IResult> AskAsync<TBody>(
        HttpContext http, Guid sagaId, OperatorRequest request, OperatorRequests requests, SagaTypes sagas, SagaKinds kinds, bool dryRun, CancellationToken cancellationToken)
        where TBody : OperatorBody
    {
        var (body, problem) = await JsonBody.ReadAsync<TBody>(http.Request, cancellationToken);
        if (problem is not null)
            return problem;

        var errors = new FieldErrors();
        errors.CheckText(body!.Reason, "reason", longest: 500);
        var resolve = body as ResolveBody;
        if (resolve is not null)
        {
            errors.CheckText(resolve.Evidence, "evidence", longest: 2_000);
            errors.Check(sagas.Steps.Contains(resolve.Step), "step", $"is {resolve.Step}. Give the step that GET /sagas/{sagaId} shows under what is owed.");
        }

        if (errors.Any)
            return errors.ToProblem();

        var wanted = new Wanted(sagaId, request, http.User.Identity?.Name ?? "an operator on this machine", body.Reason, resolve?.Evidence, resolve?.Step);
        return await requests.AskAsync(wanted, dryRun, cancellationToken) switch
        {
            OperatorAnswer.Recorded recorded => Results.Accepted($"/sagas/{sagaId}", new OperatorAccepted(sagaId, recorded.RequestId, recorded.Will)),
            OperatorAnswer.Would would => Results.Ok(new OperatorForesight(sagaId, would.Do)),
            OperatorAnswer.DoesNotApply refusal => Results.Problem(
                title: $"The request does not apply: the saga is {refusal.State}.", detail: $"{char.ToUpperInvariant(refusal.Why[0])}{refusal.Why[1..]}. Nothing was written.",
                statusCode: StatusCodes.Status409Conflict, type: Problems.DoesNotApply),
            _ => await Problems.NoSuchSagaAsync(kinds, sagaId, cancellationToken),
        };
    }
}

/// <summary>The body of an operator's request.</summary>
public record OperatorBody
{
    /// <summary>Why, in the operator's words.</summary>
    public required string Reason { get; init; }
}

/// <summary>The body of <c>POST /sagas/{id}/resolve</c>.</summary>
public sealed record ResolveBody : OperatorBody
{
    /// <summary>The step whose undo was seen to, as <c>GET /sagas/{id}</c> shows it under what is owed: the saga may have moved on since.</summary>
    public required string Step { get; init; }

    /// <summary>What shows that there is nothing left to undo: a transaction number, a step of the timeline, a ticket.</summary>
    public required string Evidence { get; init; }
}

/// <summary>A request that is recorded, and what the saga will do unless it moves on first.</summary>
public sealed record OperatorAccepted(Guid SagaId, Guid RequestId, string Will);

/// <summary>What a request would do.</summary>
public sealed record OperatorForesight(Guid SagaId, string Would);
