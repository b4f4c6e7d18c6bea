using Sagas.OrderSaga.Api;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.StepSagas;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.Web.Kinds;

/// <summary>The types of saga, for the explorer.</summary>
sealed class SagaKinds(IEnumerable<SagaType> types, SagaQuery sagas, OrderNarrative orders, OperatorRequests requests, TimelineReader timelines)
{
    public IReadOnlyList<SagaKind> All { get; } = [.. types.Select(type => new SagaKind(type, sagas, orders, requests))];

    /// <summary>Finds out which type of saga an id belongs to: a saga that failed before it began has a timeline and nothing else.</summary>
    public async Task<(SagaKind Kind, TimelineHead Head)?> OfAsync(Guid sagaId, CancellationToken cancellationToken)
    {
        foreach (var kind in All)
        {
            if (await timelines.ReadHeadAsync(kind.TimelineType, sagaId, cancellationToken) is { } head)
                return (kind, head);
        }

        return null;
    }
}
