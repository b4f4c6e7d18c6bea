using MassTransit;
using Microsoft.Extensions.Options;
using Sagas.Contracts;
using Sagas.EffectLedger;
using Sagas.ServiceDefaults;
using Sagas.Shipping.CancellingShipments;
using Sagas.Shipping.CreatingShipments;
using Sagas.Shipping.MovingParcels;

namespace Sagas.Shipping;

/// <summary>What a host calls to become Shipping.</summary>
public static class ShippingService
{
    public static void AddShipping(this WebApplicationBuilder builder)
    {
        builder.AddDatabase<ShippingDbContext>("Shipping");
        builder.AddMaintenance<ShippingDbContext>("Shipping");
        builder.Services.AddEffectLedger();
        builder.Services.AddOptions<ShippingOptions>().BindConfiguration(ShippingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddHostedService<SimulatedCarrier>();
    }

    public static void AddShippingConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddEntityFrameworkOutbox<ShippingDbContext>(outbox => outbox.DisableInboxCleanupService()); // AddMaintenance prunes it.
        bus.AddDeadLetters<ShippingDbContext>();
        bus.AddConsumer<CreateShipmentConsumer, ShippingConsumerDefinition<CreateShipmentConsumer>>();
        bus.AddConsumer<CancelShipmentConsumer, ShippingConsumerDefinition<CancelShipmentConsumer>>();
        bus.AddConfigureEndpointsCallback((context, name, endpoint) =>
        {
            if (name != Endpoints.Shipping)
                return;
            var concurrentMessages = context.GetRequiredService<IOptions<ShippingOptions>>().Value.ConcurrentMessages;
            endpoint.ConcurrentMessageLimit = concurrentMessages;
            endpoint.PrefetchCount = 2 * concurrentMessages;
            endpoint.UseEntityFrameworkOutbox<ShippingDbContext>(context);
            endpoint.UseDeadLetters<ShippingDbContext>(context);
        });
    }

    public static void MapShipping(this WebApplication app) => ShippingEndpoints.Map(app);
}
