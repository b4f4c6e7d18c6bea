using Microsoft.Net.Http.Headers;
using Sagas.OrderSaga.Api;
using Sagas.SagaTimeline;
using Sagas.ServiceDefaults.ApiKeys;

namespace Sagas.OrderSaga.Exports;

static class ExportEndpoint
{
    public static void MapExports(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/sagas/{sagaId:guid}/export", ExportAsync)
        .WithTags("Sagas")
        .RequireAuthorization(ApiRoles.Read)
        .WithSummary("A saga as a file: what it is, its timeline, and the stream of its order")
        .WithDescription(
            "To keep, to send to somebody, or to replay against a later release. Masked as the timeline is, the stream without what is personal. Where the host records messages "
            + "(Explorer:RecordMessages), the steps have theirs; only those can be replayed.")
        .Produces<SagaExport>()
        .ProducesProblem(StatusCodes.Status404NotFound);

    static async Task<IResult> ExportAsync(Guid sagaId, SagaExports exports, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await exports.OfAsync(sagaId, cancellationToken) is not { } export)
            return Problems.NoSuchSaga(sagaId);
        response.GetTypedHeaders().ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = $"{export.Saga.Name}-{sagaId}.json" };
        return Results.Json(export, TimelineJson.Options);
    }
}
