using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Sagas.ServiceDefaults;

/// <summary>The one bus of a host: RabbitMQ when its connection string is configured, else in memory.</summary>
public static class MessageBus
{
    /// <summary>The name of RabbitMQ's connection string, an amqp URI.</summary>
    public const string RabbitMq = "RabbitMq";

    public static void AddMessageBus(this IHostApplicationBuilder builder, Action<IBusRegistrationConfigurator> configure)
    {
        var rabbitMq = builder.Configuration.GetConnectionString(RabbitMq);
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            // Without a broker the API still accepts orders: the outbox keeps what is to be sent.
            bus.ConfigureHealthCheckOptions(health => health.MinimalFailureStatus = HealthStatus.Degraded);
            // First, so that retries stand around each endpoint's unit of work.
            bus.AddConfigureEndpointsCallback(EndpointPolicy.Apply);
            configure(bus);
            if (string.IsNullOrEmpty(rabbitMq))
                bus.UsingInMemory(ConfigureTransport);
            else
                bus.UsingRabbitMq((context, transport) =>
                {
                    transport.Host(new Uri(rabbitMq));
                    ConfigureTransport(context, transport);
                });
        });
    }

    static void ConfigureTransport<T>(IBusRegistrationContext context, IBusFactoryConfigurator<T> transport)
        where T : IReceiveEndpointConfigurator
    {
        transport.ConfigureJsonSerializerOptions(options => new JsonSerializerOptions(options) { WriteIndented = false });
        transport.ConfigureEndpoints(context);
    }
}
