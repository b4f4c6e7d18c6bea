using Sagas.OrderSaga;
using Sagas.OrderSaga.Maintenance;
using Sagas.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddOrderSaga();
builder.AddMessageBus(bus => bus.AddOrderSagas());

var app = builder.Build();
app.MapServiceDefaults();
app.MapOrderSaga();
return await (EventCommands.Run(args, app.Services) ?? app.RunServiceAsync(args));
