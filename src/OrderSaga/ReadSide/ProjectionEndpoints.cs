using Sagas.OrderSaga.Api;
using Sagas.Projections;
using Sagas.ServiceDefaults.ApiKeys;

namespace Sagas.OrderSaga.ReadSide;

/// <summary>Why an operator decides so.</summary>
public record SetAsideDecision(string Reason);

/// <summary>Which event an operator leaves out, and why.</summary>
/// <param name="Version">The version that was listed: if its stream waits for another event meanwhile, nothing is dismissed.</param>
/// <param name="Reason">Why.</param>
public sealed record DismissalDecision(long Version, string Reason) : SetAsideDecision(Reason);

static class ProjectionEndpoints
{
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
                DecideAsync<SetAsideDecision>(http, async (decision, by) =>
                    await register.RetryAsync(id, by, decision.Reason, cancellationToken) ? Results.Accepted() : NoSuchEvent(id), cancellationToken))
            .WithDecision<SetAsideDecision>("Has an event that was set aside tried again");

        projections.MapPost("/set-aside/{id:long}/dismiss", (HttpContext http, long id, SetAsideRegister register, CancellationToken cancellationToken) =>
                DecideAsync<DismissalDecision>(http, async (decision, by) =>
                    await register.DismissAsync(id, decision.Version, by, decision.Reason, cancellationToken) switch
                    {
                        Dismissal.Done => Results.Accepted(),
                        Dismissal.OfAnotherVersion => OfAnotherVersion(decision.Version),
                        _ => NoSuchEvent(id),
                    }, cancellationToken))
            .WithDecision<DismissalDecision>("Leaves an event out of the read model for good, so that those behind it can follow")
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    static RouteHandlerBuilder WithDecision<TDecision>(this RouteHandlerBuilder endpoint, string summary)
        where TDecision : SetAsideDecision => endpoint
        .RequireAuthorization(ApiRoles.Operate)
        .Accepts<TDecision>("application/json")
        .WithSummary(summary)
        .WithDescription("202 means that the decision is recorded, with who made it and why. It is acted on within seconds.")
        .Produces(StatusCodes.Status202Accepted)
        .ProducesValidationProblem()
        .ProducesProblem(StatusCodes.Status404NotFound);

    static async Task<IResult> DecideAsync<TDecision>(HttpContext http, Func<TDecision, string, Task<IResult>> decide, CancellationToken cancellationToken)
        where TDecision : SetAsideDecision
    {
        var (body, problem) = await JsonBody.ReadAsync<TDecision>(http.Request, cancellationToken);
        if (problem is not null)
            return problem;
        var errors = new FieldErrors();
        errors.CheckText(body!.Reason, "reason", longest: 500);
        return errors.Any ? errors.ToProblem() : await decide(body, http.User.Identity?.Name ?? "operator");
    }

    static IResult NoSuchEvent(long id) => Results.Problem(
        title: "There is no such event.", detail: $"No event with the id {id} is set aside. GET /projections/set-aside lists those that are.",
        statusCode: StatusCodes.Status404NotFound, type: Problems.NotFound);

    static IResult OfAnotherVersion(long version) => Results.Problem(
        title: "The stream waits for another event.",
        detail: $"Field version: event {version} is not the one that can't be applied. GET /projections/set-aside lists which it is. Nothing was written.",
        statusCode: StatusCodes.Status409Conflict, type: Problems.DoesNotApply);
}
