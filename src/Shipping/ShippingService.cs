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
        bus.AddConsumer<CreateShipmentConsumer, ShippingConsumerDefinition<CreateShipmentConsumer>>();
        bus.AddConsumer<CancelShipmentConsumer, ShippingConsumerDefinition<CancelShipmentConsumer>>();
        bus.AddServiceEndpoint<ShippingDbContext>(Endpoints.Shipping, services => services.GetRequiredService<IOptions<ShippingOptions>>().Value.ConcurrentMessages);
    }

    public static void MapShipping(this WebApplication app) => ShippingEndpoints.Map(app);
}
