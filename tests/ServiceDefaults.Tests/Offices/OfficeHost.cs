using System.Collections.Concurrent;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.TestKit;

namespace Sagas.ServiceDefaults.Tests.Offices;

/// <summary>A host as services run it, with two services whose consumers do as a test wants.</summary>
public sealed class OfficeHost : IAsyncLifetime
{
    WebApplication? _app;

    public TestDatabase North { get; } = new();

    public TestDatabase South { get; } = new();

    public HttpClient Http { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    public Desk Desk => Services.GetRequiredService<Desk>();

    public async ValueTask InitializeAsync()
    {
        await North.InitializeAsync();
        await South.InitializeAsync();
        _app = await StartAsync(North, South);
        Http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    /// <summary>A host on databases of its own or of somebody else's.</summary>
    public static async Task<WebApplication> StartAsync(TestDatabase north, TestDatabase south, params (string Key, string? Value)[] settings)
    {
        var app = Build(north, south, settings);
        await app.MigrateAsync(CancellationToken.None);
        await app.StartAsync();
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        await North.DisposeAsync();
        await South.DisposeAsync();
    }

    public async Task SendAsync<T>(string endpoint, T message, Guid messageId)
        where T : class
    {
        var send = await Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri($"exchange:{endpoint}"));
        await send.Send(message, context => context.MessageId = messageId);
    }

    /// <summary>A host that has neither migrated nor started.</summary>
    public static WebApplication Build(TestDatabase north, TestDatabase south, params (string Key, string? Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:North"] = north.AppConnectionString,
            ["ConnectionStrings:NorthOwner"] = north.OwnerConnectionString,
            ["ConnectionStrings:South"] = south.AppConnectionString,
            ["ConnectionStrings:SouthOwner"] = south.OwnerConnectionString,
        });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => setting.Value));
        builder.Services.AddSingleton<Desk>();
        builder.AddServiceDefaults();
        builder.AddDatabase<NorthDbContext>("North");
        builder.AddDatabase<SouthDbContext>("South");
        builder.AddMaintenance<NorthDbContext>("North");
        builder.AddMaintenance<SouthDbContext>("South");
        builder.AddMessageBus(bus =>
        {
            bus.AddServiceEndpoint<NorthDbContext>("north");
            bus.AddServiceEndpoint<SouthDbContext>("south");
            bus.AddConsumer<NorthClerk>().Endpoint(endpoint => endpoint.Name = "north");
            bus.AddConsumer<SouthClerk>().Endpoint(endpoint => endpoint.Name = "south");
        });
        var app = builder.Build();
        app.MapServiceDefaults();
        return app;
    }
}

/// <summary>What the clerks run into, and what they got done.</summary>
public sealed class Desk
{
    public Func<object, Exception?> Trouble { get; set; } = _ => null;

    public ConcurrentQueue<object> Done { get; } = new();

    public void Work(object message)
    {
        if (Trouble(message) is { } trouble)
            throw trouble;
        Done.Enqueue(message);
    }
}

public sealed class NorthClerk(Desk desk) : IConsumer<PlaceOrder>
{
    public Task Consume(ConsumeContext<PlaceOrder> context)
    {
        desk.Work(context.Message);
        return Task.CompletedTask;
    }
}

public sealed class SouthClerk(Desk desk) : IConsumer<UnreserveStock>
{
    public Task Consume(ConsumeContext<UnreserveStock> context)
    {
        desk.Work(context.Message);
        return Task.CompletedTask;
    }
}
