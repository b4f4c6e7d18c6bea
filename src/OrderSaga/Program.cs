using Sagas.OrderSaga;
using Sagas.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddOrderSaga();
builder.AddMessageBus(bus => bus.AddOrderSagas());

var app = builder.Build();
app.MapServiceDefaults();
app.MapOrderSaga();
return await (Commands.Run(args, app.Services) ?? app.RunServiceAsync(args));
