using Microsoft.AspNetCore.Mvc;
using Sagas.EventStore;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.ReadSide;
using Sagas.ServiceDefaults;
using Sagas.ServiceDefaults.ApiKeys;

namespace Sagas.OrderSaga.Api;

static class OrdersEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder endpoints)
    {
        var orders = endpoints.MapGroup("/orders").WithTags("Orders");

        orders.MapPost("", PlaceAsync)
            .RequireAuthorization(ApiRoles.Place)
            .Accepts<PlaceOrderRequest>("application/json")
            .WithSummary("Places an order")
            .WithDescription(
                "Records the order and answers at once; the saga goes on in the background. Send an Idempotency-Key to be able to repeat the request: a repeat gets the "
                + "first answer. A SKU that does not exist is an outcome of the order, not an error of the request.")
            .Produces<OrderAccepted>(StatusCodes.Status202Accepted)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

        orders.MapPost("/{orderId:guid}/cancel", CancelAsync)
            .RequireAuthorization(ApiRoles.Place)
            .Accepts<CancelOrderRequest>("application/json")
            .WithSummary("Asks for an order to be cancelled")
            .WithDescription("202 means that the request is recorded. Whether it came in time shows on the order: cancelled, or confirmed with the reason why.")
            .Produces<OrderAccepted>(StatusCodes.Status202Accepted)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

        orders.MapGet("/{orderId:guid}", GetAsync)
            .RequireAuthorization(ApiRoles.Read)
            .WithSummary("An order as it stands, or as it was")
            .WithDescription(
                "version=3 shows it as its third event left it, at=2025-03-03T09:30:00Z as it was at the end of that instant (RFC 3339, with an offset). X-Event-Version tells "
                + "the version that is shown. 404 also when the order did not exist yet, or has not come that far. The order as it stands is read from its stream: what a caller has "
                + "written is always in it. minVersion=3 also waits, up to two seconds, until lists show that version; X-Read-Model tells whether they do: current or behind.")
            .Produces<OrderView>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound);

        orders.MapGet("/{orderId:guid}/events", GetEventsAsync)
            .RequireAuthorization(ApiRoles.Read)
            .WithSummary("An order's stream: everything that happened to it")
            .Produces<IReadOnlyList<OrderEventView>>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    static async Task<IResult> PlaceAsync(
        HttpContext http, OrderRequests requests, [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync<PlaceOrderRequest>(http.Request, cancellationToken);
        if (problem is not null)
            return problem;

        var errors = PlaceOrderValidation.Validate(body!);
        errors.CheckIdempotencyKey(http.Request.Headers);
        if (errors.Any)
            return errors.ToProblem();

        return Answer(http, await requests.PlaceAsync(body!, idempotencyKey, http.User.Identity?.Name, cancellationToken));
    }

    static async Task<IResult> CancelAsync(HttpContext http, Guid orderId, OrderRequests requests, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync<CancelOrderRequest>(http.Request, cancellationToken);
        if (problem is not null)
            return problem;

        var errors = new FieldErrors();
        errors.CheckText(body!.Reason, "reason", longest: 500);
        if (body.RequestedBy is not null)
            errors.CheckText(body.RequestedBy, "requestedBy");
        if (errors.Any)
            return errors.ToProblem();

        return Answer(http, await requests.CancelAsync(orderId, body.Reason, body.RequestedBy ?? "customer", http.User.Identity?.Name, cancellationToken), orderId);
    }

    static async Task<IResult> GetAsync(
        HttpContext http, Guid orderId, OrderHistory history, ReadModelWait readModel, TimeProvider clock, string? version, string? at, string? minVersion,
        CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        errors.CheckParameters(http.Request.Query.Keys, "version", "at", "minVersion");
        var moment = OrderMoment.Parse(version, at, clock.GetUtcNow(), errors);
        var least = OrderMoment.ParseLeast(minVersion, moment, errors);
        if (errors.Any)
            return errors.ToProblem();
        if (moment is not null)
            return Answer(http, orderId, moment, await history.LoadAsync(orderId, moment, cancellationToken));

        if (await history.LoadAsync(orderId, cancellationToken) is not { } order)
            return Problems.NoSuchOrder(orderId);
        if (least is not { } awaited)
            return Answer(http, orderId, order);
        if (awaited > order.Version)
            return Problems.NoSuchVersion(orderId, awaited, order.Version, "minVersion");
        http.Response.Headers["X-Read-Model"] = await readModel.ForAsync(orderId, awaited, cancellationToken) ? "current" : "behind";
        return Answer(http, orderId, order);
    }

    static IResult Answer(HttpContext http, Guid orderId, OrderMoment moment, PastOrder? past) => past switch
    {
        null => Problems.NoSuchOrder(orderId),
        { BeganAt: { } began } => Problems.NotPlacedYet(orderId, began),
        { Order.Version: var last } when moment is OrderMoment.AtVersion { Version: var asked } && asked > last => Problems.NoSuchVersion(orderId, asked, last),
        { Order: var order } => Answer(http, orderId, order),
    };

    static IResult Answer(HttpContext http, Guid orderId, StreamState<OrderState> order)
    {
        EventVersion.Show(http, order.Version);
        return Results.Ok(OrderView.Of(orderId, order.State, order.Version));
    }

    static async Task<IResult> GetEventsAsync(HttpContext http, Guid orderId, OrderHistory history, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        errors.CheckParameters(http.Request.Query.Keys);
        if (errors.Any)
            return errors.ToProblem();

        var events = await history.EventsAsync(orderId, cancellationToken);
        if (events.Count == 0)
            return Problems.NoSuchOrder(orderId);
        EventVersion.Show(http, events[^1].Version);
        return Results.Ok(events);
    }

    static IResult Answer(HttpContext http, RequestResult result, Guid? asked = null)
    {
        switch (result)
        {
            case RequestResult.Recorded recorded:
                EventVersion.Show(http, recorded.Version);
                return Results.Accepted($"/orders/{recorded.OrderId}", OrderAccepted.For(recorded.OrderId));
            case RequestResult.KeyReused:
                return Problems.KeyReused();
            case RequestResult.TooLate { Why: var why }:
                return Results.Problem(
                    title: why == CancellationRefusal.AlreadyConfirmed ? "The order is confirmed." : "The order is cancelled already.",
                    detail: why == CancellationRefusal.AlreadyConfirmed
                        ? "A confirmed order can't be cancelled. Goods that have been paid for come back as a return."
                        : "There is nothing left to cancel.",
                    statusCode: StatusCodes.Status409Conflict, type: Problems.TooLate);
            default:
                return Problems.NoSuchOrder(asked!.Value);
        }
    }
}
