using MassTransit;
using Microsoft.Extensions.Options;
using Sagas.Inventory;
using Sagas.OrderSaga;
using Sagas.Payment;
using Sagas.ServiceDefaults;
using Sagas.Shipping;

namespace Sagas.AllInOne.Serving;

/// <summary>The orchestrator and its three participants as one host with one bus, each on its own database.</summary>
static class FourServices
{
    /// <param name="settings">The databases and the broker.</param>
    /// <param name="port">The port of the API on this machine's loopback address; 0 takes a free one.</param>
    /// <param name="configure">What is different in this host.</param>
    public static WebApplication Build(Settings settings, int port, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(settings.Databases.ConnectionStrings().Select(Named));
        builder.Configuration.AddInMemoryCollection([Named(new(MessageBus.RabbitMq, settings.RabbitMq ?? ""))]);
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        configure?.Invoke(builder);

        builder.AddServiceDefaults();
        builder.AddInventory();
        builder.AddPayment();
        builder.AddShipping();
        builder.AddOrderSaga();
        builder.AddMessageBus(bus =>
        {
            bus.AddInventoryConsumers();
            bus.AddPaymentConsumers();
            bus.AddShippingConsumers();
            bus.AddOrderSagas();
        });

        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapInventory();
        app.MapPayment();
        app.MapShipping();
        app.MapOrderSaga();
        return app;
    }

    /// <exception cref="SettingsException">The broker stays away.</exception>
    public static async Task WaitForBusAsync(WebApplication app)
    {
        var bus = app.Services.GetRequiredService<IBusControl>();
        if (await bus.WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(30)) != BusHealthStatus.Healthy)
            throw new SettingsException($"The broker at {bus.Address.GetLeftPart(UriPartial.Authority)} cannot be reached. Check SAGAS_RABBITMQ.");
    }

    /// <summary>Whether Shipping, as it is configured in this host, ships to a country.</summary>
    public static Func<string, bool> Serves(WebApplication app) => app.Services.GetRequiredService<IOptions<ShippingOptions>>().Value.Serves;

    static KeyValuePair<string, string?> Named(KeyValuePair<string, string> connection) => new($"ConnectionStrings:{connection.Key}", connection.Value);
}
