namespace Sagas.OrderSaga.Web.Live;

static class LiveListEndpoint
{
    public static IResult Get(LiveList live, HttpResponse response, CancellationToken cancellationToken)
    {
        response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(live.FollowAsync(cancellationToken));
    }
}
