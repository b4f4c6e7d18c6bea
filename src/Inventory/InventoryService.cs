using MassTransit;
using Microsoft.Extensions.Options;
using Sagas.Contracts;
using Sagas.EffectLedger;
using Sagas.Inventory.EndingReservations;
using Sagas.Inventory.ReservingStock;
using Sagas.ServiceDefaults;

namespace Sagas.Inventory;

/// <summary>What a host calls to become Inventory.</summary>
public static class InventoryService
{
    public static void AddInventory(this WebApplicationBuilder builder)
    {
        builder.AddDatabase<InventoryDbContext>("Inventory");
        builder.AddMaintenance<InventoryDbContext>("Inventory");
        builder.Services.AddEffectLedger();
        builder.Services.AddOptions<InventoryOptions>().BindConfiguration(InventoryOptions.Section).ValidateDataAnnotations().ValidateOnStart();
    }

    public static void AddInventoryConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddEntityFrameworkOutbox<InventoryDbContext>(outbox => outbox.DisableInboxCleanupService()); // AddMaintenance prunes it.
        bus.AddDeadLetters<InventoryDbContext>();
        bus.AddConsumer<ReserveStockConsumer, InventoryConsumerDefinition<ReserveStockConsumer>>();
        bus.AddConsumer<UnreserveStockConsumer, InventoryConsumerDefinition<UnreserveStockConsumer>>();
        bus.AddConsumer<ShipmentDispatchedConsumer, InventoryConsumerDefinition<ShipmentDispatchedConsumer>>();
        bus.AddConfigureEndpointsCallback((context, name, endpoint) =>
        {
            if (name != Endpoints.Inventory)
                return;
            var concurrentMessages = context.GetRequiredService<IOptions<InventoryOptions>>().Value.ConcurrentMessages;
            endpoint.ConcurrentMessageLimit = concurrentMessages;
            endpoint.PrefetchCount = 2 * concurrentMessages;
            endpoint.UseEntityFrameworkOutbox<InventoryDbContext>(context);
            endpoint.UseDeadLetters<InventoryDbContext>(context);
        });
    }

    public static void MapInventory(this WebApplication app) => InventoryEndpoints.Map(app);
}
