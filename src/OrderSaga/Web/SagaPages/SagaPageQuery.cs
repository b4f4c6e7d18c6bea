using Sagas.OrderSaga.Troubles;
using Sagas.OrderSaga.Web.Kinds;
using Sagas.SagaTimeline;
using Sagas.ServiceDefaults.ApiKeys;

namespace Sagas.OrderSaga.Web.SagaPages;

/// <summary>Reads what a saga's page shows.</summary>
sealed class SagaPageQuery(SagaKinds kinds, TimelineReader timelines, SagaTroubles troubles, TimeProvider clock)
{
    public async Task<SagaPageModel?> FindAsync(Guid sagaId, long? step, HttpContext http)
    {
        var cancellationToken = http.RequestAborted;
        if (await kinds.OfAsync(sagaId, cancellationToken) is not { Kind: var kind })
            return null;
        // The saga first: what is committed meanwhile is then on the timeline at least, and the page is told of it.
        var saga = await kind.FindAsync(sagaId, cancellationToken);
        var history = await kind.HistoryAsync(saga?.OrderId ?? sagaId, cancellationToken);
        var steps = await timelines.ReadAllAsync(kind.TimelineType, sagaId, cancellationToken);
        return new SagaPageModel(kind, saga, steps, history, step, clock.GetUtcNow(), http.User.IsInRole(ApiRoles.Operate))
        {
            Trouble = saga is null ? await troubles.OfAsync(sagaId, cancellationToken) : saga.Trouble,
        };
    }
}
