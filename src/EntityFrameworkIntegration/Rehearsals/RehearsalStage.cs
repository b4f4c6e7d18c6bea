using System.Collections.Concurrent;
using MassTransit.Configuration;
using MassTransit.Transports;
using Microsoft.Extensions.DependencyInjection;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// The receive endpoints of the bus once more, each with the same consumers, sagas, filters and settings, and with no queue: what is handled here was not taken from
/// the broker, and is not written.
/// </summary>
sealed class RehearsalStage(IBusRegistrationContext registration, IBusInstance bus)
{
    readonly ConcurrentDictionary<string, Lazy<ReceiveEndpointDispatcher>> _endpoints = [];

    /// <exception cref="ConfigurationException">The bus has no such endpoint.</exception>
    public async Task<RedriveForecast> RehearseAsync(string endpoint, byte[] body, IReadOnlyDictionary<string, object> headers, CancellationToken cancellationToken)
    {
        var rehearsal = new Rehearsal();
        var dispatcher = _endpoints.GetOrAdd(endpoint, name => new Lazy<ReceiveEndpointDispatcher>(() => SetUp(name))).Value;
        await dispatcher.Dispatch(body, headers, cancellationToken, rehearsal).ConfigureAwait(false);
        return rehearsal.Forecast();
    }

    ReceiveEndpointDispatcher SetUp(string name)
    {
        var configuration = bus.HostConfiguration.CreateReceiveEndpointConfiguration(name);
        var endpoint = (IReceiveEndpointConfigurator)configuration;
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PublishFaults = false;
        var found = new Endpoint(name, endpoint);
        // The bus's own registration has set up everything once, and would not do it again.
        new BusRegistrationContext(registration, registration.GetRequiredService<IContainerSelector>(), (ISetScopedConsumeContext)registration)
            .ConfigureEndpoints(found);
        if (!found.IsConfigured)
            throw new ConfigurationException($"This bus has no receive endpoint {name}. Ask the service that it belongs to.");
        configuration.Validate().ThrowIfContainsFailure($"The endpoint {name} can't be rehearsed:");
        return new ReceiveEndpointDispatcher(configuration.CreateReceiveEndpointContext());
    }

    /// <summary>Is told of every endpoint of the bus, and sets up the one.</summary>
    sealed class Endpoint(string name, IReceiveEndpointConfigurator endpoint) : IReceiveConfigurator<IReceiveEndpointConfigurator>
    {
        public bool IsConfigured { get; private set; }

        public void ReceiveEndpoint(
            IEndpointDefinition definition, IEndpointNameFormatter? endpointNameFormatter, Action<IReceiveEndpointConfigurator>? configureEndpoint) =>
            ReceiveEndpoint(definition.GetEndpointName(endpointNameFormatter ?? DefaultEndpointNameFormatter.Instance), at =>
            {
                definition.Configure(at, null);
                configureEndpoint?.Invoke(at);
            });

        public void ReceiveEndpoint(string queueName, Action<IReceiveEndpointConfigurator> configureEndpoint)
        {
            if (queueName != name)
                return;
            configureEndpoint(endpoint);
            IsConfigured = true;
        }

        public ConnectHandle ConnectEndpointConfigurationObserver(IEndpointConfigurationObserver observer) => throw new NotSupportedException();
    }
}
