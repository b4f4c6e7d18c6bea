using MassTransit.DependencyInjection;
using MassTransit.Middleware.Outbox;
using MassTransit.Transports;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Decides what a scope sends and publishes through: in a consumer, through its message's context; elsewhere, through the bus outbox.</summary>
sealed class BusOutboxContextProvider(
    IBus bus,
    BusOutbox outbox,
    Bind<IBus, IClientFactory> clientFactory,
    Bind<IBus, IScopedConsumeContextProvider> busConsumeContext,
    IScopedConsumeContextProvider consumeContext,
    IServiceProvider provider) : IScopedBusContextProvider<IBus>
{
    public ScopedBusContext Context { get; } = busConsumeContext.Value.HasContext || consumeContext.HasContext
        ? new ScopedBusContextProvider<IBus>(bus, clientFactory, busConsumeContext, consumeContext, provider).Context
        : new BusOutboxContext(bus, outbox, new BusScopedBusContext<IBus>(bus, clientFactory.Value, provider));
}

/// <summary>Requests are not captured: their caller waits for the answer, and would wait for its own save.</summary>
sealed class BusOutboxContext(IBus bus, BusOutbox outbox, ScopedBusContext direct) : ScopedBusContext
{
    public ISendEndpointProvider SendEndpointProvider { get; } = new OutboxSendEndpointProvider(outbox, bus);

    public IPublishEndpoint PublishEndpoint { get; } = new PublishEndpoint(new OutboxPublishEndpointProvider(outbox, bus));

    public IScopedClientFactory ClientFactory => direct.ClientFactory;
}
