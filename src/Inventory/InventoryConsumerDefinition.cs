using MassTransit;
using Sagas.Contracts;

namespace Sagas.Inventory;

/// <summary>All consumers share Inventory's endpoint, which commands are sent to by name.</summary>
sealed class InventoryConsumerDefinition<TConsumer> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
{
    public InventoryConsumerDefinition() => EndpointName = Endpoints.Inventory;
}
