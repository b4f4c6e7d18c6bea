using MassTransit;
using Microsoft.Extensions.Options;
using Sagas.Contracts;
using Sagas.EffectLedger;
using Sagas.Inventory.EndingReservations;
using Sagas.Inventory.ReservingStock;
using Sagas.Inventory.TakingReturns;
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
        bus.AddConsumer<ReserveStockConsumer, InventoryConsumerDefinition<ReserveStockConsumer>>();
        bus.AddConsumer<UnreserveStockConsumer, InventoryConsumerDefinition<UnreserveStockConsumer>>();
        bus.AddConsumer<ShipmentDispatchedConsumer, InventoryConsumerDefinition<ShipmentDispatchedConsumer>>();
        bus.AddConsumer<ReceiveReturnConsumer, InventoryConsumerDefinition<ReceiveReturnConsumer>>();
        bus.AddConsumer<CancelReturnConsumer, InventoryConsumerDefinition<CancelReturnConsumer>>();
        bus.AddConsumer<InspectReturnConsumer, InventoryConsumerDefinition<InspectReturnConsumer>>();
        bus.AddConsumer<RestockGoodsConsumer, InventoryConsumerDefinition<RestockGoodsConsumer>>();
        bus.AddConsumer<WriteOffGoodsConsumer, InventoryConsumerDefinition<WriteOffGoodsConsumer>>();
        bus.AddServiceEndpoint<InventoryDbContext>(Endpoints.Inventory, services => services.GetRequiredService<IOptions<InventoryOptions>>().Value.ConcurrentMessages);
    }

    public static void MapInventory(this WebApplication app)
    {
        InventoryEndpoints.Map(app);
        ReturnEndpoints.Map(app);
    }
}
