using Sagas.TestKit;

namespace Sagas.EndToEnd.Tests;

/// <summary>A running process with goods in stock, whose line to the broker can be cut.</summary>
public sealed class ShopBehindALine : IAsyncLifetime
{
    readonly RabbitMqVirtualHost _broker = new();

    public TcpProxy Line { get; private set; } = null!;

    public Installation Installation { get; private set; } = null!;

    public Shop Shop { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await _broker.InitializeAsync();
        Line = new TcpProxy(new Uri(_broker.ConnectionString));
        Installation = new Installation(Line.Address.AbsoluteUri);
        Shop = await Installation.StartAsync();
        await Shop.StockAsync("SKU-1", 1_000);
    }

    public async ValueTask DisposeAsync()
    {
        await Shop.DisposeAsync();
        await Installation.DisposeAsync();
        await Line.DisposeAsync();
        await _broker.DisposeAsync();
    }
}
