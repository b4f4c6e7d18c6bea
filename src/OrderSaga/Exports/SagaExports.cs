using Sagas.OrderSaga.Api;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.StepSagas;
using Sagas.OrderSaga.Web.Kinds;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.Exports;

/// <summary>Collects what is kept of a saga.</summary>
sealed class SagaExports(SagaKinds kinds, SagaTypes sagas, TimelineReader timelines, OrderHistory orders)
{
    /// <summary>The steps first: what they appended is then in the stream, and perhaps more.</summary>
    /// <returns><c>null</c> when nothing is known of such a saga.</returns>
    public async Task<SagaExport?> OfAsync(Guid sagaId, CancellationToken cancellationToken)
    {
        if (await kinds.OfAsync(sagaId, cancellationToken) is not { Kind: var kind })
            return null;
        var steps = await timelines.ReadAllAsync(kind.TimelineType, sagaId, cancellationToken);
        var saga = await sagas.FindAsync(sagaId, cancellationToken);
        return new SagaExport
        {
            Saga = new ExportedSaga(
                sagaId, kind.Name, kind.TimelineType, saga?.State, saga is null ? null : new DefinitionView(saga.Type.Name, saga.DefinitionVersion, saga.DefinitionHash)),
            Steps = steps,
            Subject = saga is null ? null : new ExportedStream(OrderStreams.StreamOf(saga.OrderId).ToString(), await orders.EventsAsync(saga.OrderId, cancellationToken)),
        };
    }
}
