using MassTransit;
using Sagas.Contracts;

namespace Sagas.Payment;

/// <summary>All consumers share Payment's endpoint, which commands are sent to by name.</summary>
sealed class PaymentConsumerDefinition<TConsumer> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
{
    public PaymentConsumerDefinition() => EndpointName = Endpoints.Payment;
}
