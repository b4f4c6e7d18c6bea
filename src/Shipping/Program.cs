using Sagas.Shipping;
using Sagas.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddShipping();
builder.AddMessageBus(bus => bus.AddShippingConsumers());

var app = builder.Build();
app.MapServiceDefaults();
app.MapShipping();
return await app.RunServiceAsync(args);
