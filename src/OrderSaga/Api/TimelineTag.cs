using System.Globalization;
using Microsoft.Net.Http.Headers;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.Api;

/// <summary>The ETag of a timeline: the hash of its last step, which stands for all of it, with what of it is asked for.</summary>
static class TimelineTag
{
    public static EntityTagHeaderValue Of(TimelineHead head, MediaTypeHeaderValue mediaType, long? after, int? limit) => new(string.Create(
        CultureInfo.InvariantCulture, $"\"{head.Hash[..16]}-{mediaType.SubType.Value!.Split('.')[^1]}-{after ?? 0}-{limit ?? 0}\""));

    public static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false));

    public static IResult NotModified(HttpResponse response, EntityTagHeaderValue tag)
    {
        response.GetTypedHeaders().ETag = tag;
        return Results.StatusCode(StatusCodes.Status304NotModified);
    }
}
