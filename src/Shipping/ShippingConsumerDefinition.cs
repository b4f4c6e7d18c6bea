using MassTransit;
using Sagas.Contracts;

namespace Sagas.Shipping;

/// <summary>All consumers share Shipping's endpoint, which commands are sent to by name.</summary>
sealed class ShippingConsumerDefinition<TConsumer> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
{
    public ShippingConsumerDefinition() => EndpointName = Endpoints.Shipping;
}
