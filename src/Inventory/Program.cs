using Sagas.Inventory;
using Sagas.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddInventory();
builder.AddMessageBus(bus => bus.AddInventoryConsumers());

var app = builder.Build();
app.MapServiceDefaults();
app.MapInventory();
return await app.RunServiceAsync(args);
