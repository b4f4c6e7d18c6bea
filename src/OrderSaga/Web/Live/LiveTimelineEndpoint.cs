using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Sagas.OrderSaga.Api;
using Sagas.OrderSaga.Web.Kinds;

namespace Sagas.OrderSaga.Web.Live;

static class LiveTimelineEndpoint
{
    public static async Task<IResult> GetAsync(
        Guid sagaId, SagaKinds kinds, LiveTimeline live, HttpResponse response, [FromHeader(Name = "Last-Event-ID")] string? lastEventId, string? after, CancellationToken cancellationToken)
    {
        var from = 0L;
        if ((lastEventId ?? after) is { Length: > 0 } known && !long.TryParse(known, NumberStyles.None, CultureInfo.InvariantCulture, out from))
        {
            var errors = new FieldErrors();
            errors.Add(lastEventId is null ? "after" : "Last-Event-ID", "is not the number of a step. Send the id of the last event, or leave it out.");
            return errors.ToProblem();
        }

        if (await kinds.OfAsync(sagaId, cancellationToken) is not { Kind: var kind })
            return Problems.NoSuchSaga(sagaId);
        response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(live.FollowAsync(kind, sagaId, from, cancellationToken));
    }
}
