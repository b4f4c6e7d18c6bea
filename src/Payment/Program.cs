using Sagas.Payment;
using Sagas.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddPayment();
builder.AddMessageBus(bus => bus.AddPaymentConsumers());

var app = builder.Build();
app.MapServiceDefaults();
app.MapPayment();
return await app.RunServiceAsync(args);
