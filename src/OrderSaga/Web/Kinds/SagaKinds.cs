using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.Web.Kinds;

/// <summary>Finds out which type of saga an id belongs to.</summary>
sealed class SagaKinds(IEnumerable<ISagaKind> kinds, TimelineReader timelines)
{
    public async Task<(ISagaKind Kind, TimelineHead Head)?> OfAsync(Guid sagaId, CancellationToken cancellationToken)
    {
        foreach (var kind in kinds)
        {
            if (await timelines.ReadHeadAsync(kind.TimelineType, sagaId, cancellationToken) is { } head)
                return (kind, head);
        }

        return null;
    }
}
