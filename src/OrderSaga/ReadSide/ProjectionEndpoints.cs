using Sagas.OrderSaga.Api;
using Sagas.Projections;
using Sagas.ServiceDefaults.ApiKeys;

namespace Sagas.OrderSaga.ReadSide;

/// <summary>Why an operator decides so.</summary>
public sealed record SetAsideDecision(string Reason);

static class ProjectionEndpoints
{
    delegate Task<bool> Decide(long id, string by, string reason, CancellationToken cancellationToken);

    public static void MapProjections(this IEndpointRouteBuilder endpoints)
    {
        var projections = endpoints.MapGroup("/projections").WithTags("Projections");

        projections.MapGet("", async (ProjectionMonitor monitor, CancellationToken cancellationToken) => Results.Ok(await monitor.ReadAsync(cancellationToken)))
            .RequireAuthorization(ApiRoles.Read)
            .WithSummary("How far the read models are: their lag, what they have set aside, and rebuilds under way")
            .Produces<IReadOnlyList<ProjectionStatus>>();

        projections.MapGet("/set-aside", async (SetAsideRegister register, CancellationToken cancellationToken) =>
                Results.Ok(await register.ListAsync(cancellationToken: cancellationToken)))
            .RequireAuthorization(ApiRoles.Read)
            .WithSummary("Events that can't be applied to the read models, the oldest first")
            .WithDescription("The later events of their streams wait with them. nextAttemptAt is null when somebody has to decide.")
            .Produces<IReadOnlyList<SetAsideEvent>>();

        projections.MapPost("/set-aside/{id:long}/retry", (HttpContext http, long id, SetAsideRegister register, CancellationToken cancellationToken) =>
                DecideAsync(http, id, register.RetryAsync, cancellationToken))
            .WithDecision("Has an event that was set aside tried again");

        projections.MapPost("/set-aside/{id:long}/dismiss", (HttpContext http, long id, SetAsideRegister register, CancellationToken cancellationToken) =>
                DecideAsync(http, id, register.DismissAsync, cancellationToken))
            .WithDecision("Leaves an event out of the read model for good, so that those behind it can follow");
    }

    static void WithDecision(this RouteHandlerBuilder endpoint, string summary) => endpoint
        .RequireAuthorization(ApiRoles.Operate)
        .Accepts<SetAsideDecision>("application/json")
        .WithSummary(summary)
        .WithDescription("202 means that the decision is recorded, with who made it and why. It is acted on within seconds.")
        .Produces(StatusCodes.Status202Accepted)
        .ProducesValidationProblem()
        .ProducesProblem(StatusCodes.Status404NotFound);

    static async Task<IResult> DecideAsync(HttpContext http, long id, Decide decide, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync<SetAsideDecision>(http.Request, cancellationToken);
        if (problem is not null)
            return problem;
        var errors = new FieldErrors();
        errors.CheckText(body!.Reason, "reason", longest: 500);
        if (errors.Any)
            return errors.ToProblem();
        return await decide(id, http.User.Identity?.Name ?? "operator", body.Reason, cancellationToken)
            ? Results.Accepted()
            : Results.Problem(
                title: "There is no such event.", detail: $"No event with the id {id} is set aside. GET /projections/set-aside lists those that are.",
                statusCode: StatusCodes.Status404NotFound, type: Problems.NotFound);
    }
}
