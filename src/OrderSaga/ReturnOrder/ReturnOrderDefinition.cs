using MassTransit;
using Sagas.Contracts;

namespace Sagas.OrderSaga.ReturnOrder;

/// <summary>The saga's endpoint. Retries, concurrency and the unit of work are configured where all endpoints are.</summary>
public sealed class ReturnOrderDefinition : SagaDefinition<ReturnOrderState>
{
    public ReturnOrderDefinition() => EndpointName = Endpoints.ReturnOrder;
}
