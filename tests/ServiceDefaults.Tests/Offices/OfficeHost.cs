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
        _app = Build();
        await _app.MigrateAsync(CancellationToken.None);
        await _app.StartAsync();
        Http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
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

    WebApplication Build()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Testing" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:North"] = North.AppConnectionString,
            ["ConnectionStrings:NorthOwner"] = North.OwnerConnectionString,
            ["ConnectionStrings:South"] = South.AppConnectionString,
            ["ConnectionStrings:SouthOwner"] = South.OwnerConnectionString,
        });
        builder.Services.AddSingleton<Desk>();
        builder.AddServiceDefaults();
        builder.AddDatabase<NorthDbContext>("North");
        builder.AddDatabase<SouthDbContext>("South");
        builder.AddMessageBus(bus =>
        {
            bus.AddEntityFrameworkOutbox<NorthDbContext>();
            bus.AddEntityFrameworkOutbox<SouthDbContext>();
            bus.AddDeadLetters<NorthDbContext>();
            bus.AddDeadLetters<SouthDbContext>();
            bus.AddConsumer<NorthClerk>().Endpoint(endpoint => endpoint.Name = "north");
            bus.AddConsumer<SouthClerk>().Endpoint(endpoint => endpoint.Name = "south");
            bus.AddConfigureEndpointsCallback((context, name, endpoint) =>
            {
                if (name == "north")
                    Join<NorthDbContext>(endpoint, context);
                else
                    Join<SouthDbContext>(endpoint, context);
            });
        });
        var app = builder.Build();
        app.MapServiceDefaults();
        return app;
    }

    static void Join<TDbContext>(IReceiveEndpointConfigurator endpoint, IRegistrationContext context)
        where TDbContext : Microsoft.EntityFrameworkCore.DbContext
    {
        endpoint.UseEntityFrameworkOutbox<TDbContext>(context);
        endpoint.UseDeadLetters<TDbContext>(context);
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
