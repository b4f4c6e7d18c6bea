using System.Globalization;
using Sagas.OrderSaga.Web.Kinds;

namespace Sagas.OrderSaga.Api;

/// <summary>The problem types of the API (RFC 9457).</summary>
static class Problems
{
    public const string InvalidRequest = "urn:sagas:problem:invalid-request";
    public const string IdempotencyKeyReused = "urn:sagas:problem:idempotency-key-reused";
    public const string TooLate = "urn:sagas:problem:too-late";
    public const string DoesNotApply = "urn:sagas:problem:does-not-apply";
    public const string NotFound = "urn:sagas:problem:not-found";

    public const string NotReturnable = "urn:sagas:problem:not-returnable";

    public static IResult KeyReused() => Results.Problem(
        title: "The Idempotency-Key was used for another request.",
        detail: "Field Idempotency-Key: repeat the first request unchanged, or choose a new key for a new one. Nothing was written.",
        statusCode: StatusCodes.Status422UnprocessableEntity, type: IdempotencyKeyReused);

    public static IResult NoSuchOrder(Guid orderId) => Results.Problem(
        title: "There is no such order.", detail: $"No order has the id {orderId}. Check the Location that POST /orders answered with.",
        statusCode: StatusCodes.Status404NotFound, type: NotFound);

    public static IResult NoSuchReturn(Guid orderId, Guid returnId) => Results.Problem(
        title: "There is no such return.", detail: $"Order {orderId} has no return {returnId}. GET /orders/{orderId}/returns shows those that it has.",
        statusCode: StatusCodes.Status404NotFound, type: NotFound);

    public static IResult NotPlacedYet(Guid orderId, DateTimeOffset placedAt) => Results.Problem(
        title: "The order was not placed yet.",
        detail: string.Create(CultureInfo.InvariantCulture, $"Field at: order {orderId} was placed at {placedAt.UtcDateTime:O}. Give that instant or a later one."),
        statusCode: StatusCodes.Status404NotFound, type: NotFound);

    public static IResult NoSuchVersion(Guid orderId, long asked, long last, string field = "version") => Results.Problem(
        title: "The order has no such version.",
        detail: string.Create(CultureInfo.InvariantCulture, $"Field {field}: order {orderId} is at version {last}, so there is no {asked} yet. Give a version from 1 to {last}."),
        statusCode: StatusCodes.Status404NotFound, type: NotFound);

    /// <summary>Messages may have come for it all the same, and have found none: then they have a timeline.</summary>
    public static async Task<IResult> NoSuchSagaAsync(SagaKinds kinds, Guid sagaId, CancellationToken cancellationToken) =>
        await kinds.OfAsync(sagaId, cancellationToken) is null
            ? NoSuchSaga(sagaId)
            : Results.Problem(
                title: "There is no such saga.",
                detail: $"Messages were delivered under the id {sagaId}, and none of them began a saga. GET /sagas/{sagaId}/timeline tells what came of each.",
                statusCode: StatusCodes.Status404NotFound, type: NotFound);

    public static IResult NoSuchSaga(Guid sagaId) => Results.Problem(
        title: "There is no such saga.", detail: $"Nothing was ever delivered to a saga with the id {sagaId}. An order's saga has the order's id, and begins a moment after it.",
        statusCode: StatusCodes.Status404NotFound, type: NotFound);
}
