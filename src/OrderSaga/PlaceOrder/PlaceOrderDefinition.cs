using MassTransit;
using Sagas.Contracts;

namespace Sagas.OrderSaga.PlaceOrder;

/// <summary>The saga's endpoint. Retries, concurrency and the unit of work are configured where all endpoints are.</summary>
public sealed class PlaceOrderDefinition : SagaDefinition<PlaceOrderState>
{
    public PlaceOrderDefinition() => EndpointName = Endpoints.PlaceOrder;
}
