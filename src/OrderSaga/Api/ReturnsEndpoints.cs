using Microsoft.AspNetCore.Mvc;
using Sagas.OrderSaga.Orders;
using Sagas.ServiceDefaults;
using Sagas.ServiceDefaults.ApiKeys;

namespace Sagas.OrderSaga.Api;

/// <summary>Returns of delivered orders.</summary>
static class ReturnsEndpoints
{
    public static void MapReturns(this IEndpointRouteBuilder endpoints)
    {
        var returns = endpoints.MapGroup("/orders/{orderId:guid}/returns").WithTags("Returns");

        returns.MapPost("", RequestAsync)
            .RequireAuthorization(ApiRoles.Place)
            .Accepts<ReturnOrderRequest>("application/json")
            .WithSummary("Asks for a delivered order to be taken back")
            .WithDescription(
                "An order comes back whole. Records the request and answers at once; its saga goes on in the background, and waits for the goods for some weeks. "
                + "Send an Idempotency-Key to be able to repeat the request: a repeat gets the first answer.")
            .Produces<ReturnAccepted>(StatusCodes.Status202Accepted)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        returns.MapGet("", GetAsync)
            .RequireAuthorization(ApiRoles.Read)
            .WithSummary("An order's returns, the last one last")
            .Produces<IReadOnlyList<ReturnView>>()
            .ProducesProblem(StatusCodes.Status404NotFound);

        returns.MapGet("/{returnId:guid}", GetOneAsync)
            .RequireAuthorization(ApiRoles.Read)
            .WithSummary("One return of an order, from the moment on that it was recorded")
            .Produces<ReturnView>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    static async Task<IResult> RequestAsync(
        HttpContext http, Guid orderId, ReturnRequests requests, [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync<ReturnOrderRequest>(http.Request, cancellationToken);
        if (problem is not null)
            return problem;

        var errors = new FieldErrors();
        errors.CheckText(body!.Reason, "reason", longest: 500);
        errors.CheckIdempotencyKey(http.Request.Headers);
        if (errors.Any)
            return errors.ToProblem();

        return await requests.RequestAsync(orderId, body.Reason, idempotencyKey, http.User.Identity?.Name, cancellationToken) switch
        {
            ReturnResult.Recorded recorded => Accepted(http, orderId, recorded),
            ReturnResult.Refused { Why: var why } => Refused(why),
            ReturnResult.KeyReused => Problems.KeyReused(),
            _ => Problems.NoSuchOrder(orderId),
        };
    }

    static IResult Accepted(HttpContext http, Guid orderId, ReturnResult.Recorded recorded)
    {
        EventVersion.Show(http, recorded.Version);
        return Results.Accepted($"/orders/{orderId}/returns/{recorded.ReturnId}", ReturnAccepted.For(recorded.ReturnId, orderId));
    }

    static async Task<IResult> GetAsync(HttpContext http, Guid orderId, OrderHistory history, CancellationToken cancellationToken)
    {
        if (await history.LoadAsync(orderId, cancellationToken) is not { } order)
            return Problems.NoSuchOrder(orderId);
        EventVersion.Show(http, order.Version);
        return Results.Ok((order.State.Returns ?? []).Select(ReturnView.Of));
    }

    static async Task<IResult> GetOneAsync(HttpContext http, Guid orderId, Guid returnId, OrderHistory history, CancellationToken cancellationToken)
    {
        if (await history.LoadAsync(orderId, cancellationToken) is not { } order)
            return Problems.NoSuchOrder(orderId);
        if (order.State.ReturnOf(returnId) is not { } known)
            return Problems.NoSuchReturn(orderId, returnId);
        EventVersion.Show(http, order.Version);
        return Results.Ok(ReturnView.Of(known));
    }

    static IResult Refused(ReturnRefusal why) => Results.Problem(
        title: why switch
        {
            ReturnRefusal.NotDelivered => "The order is not delivered.",
            ReturnRefusal.AlreadyReturning => "The order is coming back already.",
            _ => "The order has come back already.",
        },
        detail: why switch
        {
            ReturnRefusal.NotDelivered => "Only a delivered order can be returned. Before its shipment is created it can be cancelled. Nothing was written.",
            ReturnRefusal.AlreadyReturning => "An order has one return at a time: GET /orders/{orderId}/returns shows it. Nothing was written.",
            _ => "An order comes back whole, and once. Nothing was written.",
        },
        statusCode: StatusCodes.Status409Conflict, type: Problems.NotReturnable);
}

/// <summary>The body of <c>POST /orders/{id}/returns</c>.</summary>
public sealed record ReturnOrderRequest
{
    /// <summary>Why, in the customer's words.</summary>
    public required string Reason { get; init; }
}

/// <summary>A return that is recorded, with where to look what becomes of it.</summary>
public sealed record ReturnAccepted(Guid ReturnId, Guid OrderId, string Return, string Saga, string Timeline)
{
    internal static ReturnAccepted For(Guid returnId, Guid orderId) =>
        new(returnId, orderId, $"/orders/{orderId}/returns/{returnId}", $"/sagas/{returnId}", $"/sagas/{returnId}/timeline");
}
