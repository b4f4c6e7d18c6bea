namespace Sagas.OrderSaga.Api;

/// <summary>A saga that has not begun: what it begins with is recorded, and on its way.</summary>
public sealed record SagaAwaited(Guid SagaId, string State, IReadOnlyList<PendingRequestView> Requests)
{
    internal static SagaAwaited By(Guid sagaId, PendingRequestView request) => new(sagaId, "NotBegun", [request]);
}
