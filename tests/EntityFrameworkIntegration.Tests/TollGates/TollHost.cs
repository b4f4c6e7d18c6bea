using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using MassTransit.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sagas.TestKit;

namespace Sagas.EntityFrameworkIntegration.Tests.TollGates;

/// <summary>How a test wants its host.</summary>
public sealed record TollHostSettings
{
    /// <summary>Without one, the in-memory transport.</summary>
    public string? RabbitMq { get; init; }

    public ConcurrencyMode Gates { get; init; } = ConcurrencyMode.Optimistic;

    internal OutboxOptions Outbox { get; init; } = new();

    /// <summary>Configures the outbox as an application does, instead of <see cref="Outbox" />.</summary>
    public Action<IEntityFrameworkOutboxConfigurator>? ConfigureOutbox { get; init; }

    /// <summary>Endpoints that hand messages on to <see cref="Sightings" />.</summary>
    public bool Observed { get; init; } = true;

    /// <summary>Retries of a failed delivery; each begins a new unit of work.</summary>
    public int Retries { get; init; } = 5;

    public Action<IBusRegistrationConfigurator>? Bus { get; init; }

    public Action<IServiceCollection>? Services { get; init; }

    public Action<IBusRegistrationContext, IBusFactoryConfigurator>? Transport { get; init; }
}

/// <summary>Gates and a toll office in one host.</summary>
public sealed class TollHost : IAsyncDisposable
{
    readonly IHost _host;

    TollHost(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public IBus Bus => Services.GetRequiredService<IBus>();

    public Trouble Trouble => Services.GetRequiredService<Trouble>();

    public Sightings Sightings => Services.GetRequiredService<Sightings>();

    public Deliveries Deliveries => Services.GetRequiredService<Deliveries>();

    public Visits Visits => Services.GetRequiredService<Visits>();

    public static async Task<TollHost> StartAsync(string connectionString, TollHostSettings? settings = null)
    {
        var host = Build(connectionString, settings ?? new());
        await host.StartAsync();
        return host;
    }

    public async Task StartAsync()
    {
        await _host.StartAsync();
        var bus = Services.GetRequiredService<IBusControl>();
        (await bus.WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(30))).ShouldBe(BusHealthStatus.Healthy);
    }

    public static Task<TollHost> StartAsync(TollDatabase database, TollHostSettings? settings = null) => StartAsync(database.ConnectionString, settings);

    public async Task SendAsync<T>(string endpoint, T message, Guid? messageId = null, Action<SendContext<T>>? configure = null)
        where T : class
    {
        var send = await Bus.GetSendEndpoint(new Uri($"exchange:{endpoint}"));
        await send.Send(message, context =>
        {
            context.MessageId = messageId ?? context.MessageId;
            configure?.Invoke(context);
        });
    }

    /// <summary>Sends bytes that claim to be a message.</summary>
    public async Task SendGarbageAsync(string endpoint, byte[] body, Guid messageId, Action<SendContext>? configure = null)
    {
        var send = await Bus.GetSendEndpoint(new Uri($"exchange:{endpoint}"));
        await send.Send(new SerializedMessageBody(), Pipe.Execute<SendContext>(context =>
        {
            context.MessageId = messageId;
            context.Serializer = new CopyBodySerializer(SystemTextJsonMessageSerializer.JsonContentType, new BytesMessageBody(body));
            configure?.Invoke(context);
        }));
    }

    public Task ToGateAsync<T>(T message, Guid? messageId = null, Action<SendContext<T>>? configure = null)
        where T : class => SendAsync("gates", message, messageId, configure);

    public async Task<Guid> OpenGateAsync(TollDatabase database)
    {
        var gateId = Guid.CreateVersion7();
        await ToGateAsync(new OpenGate(gateId));
        await database.UntilGateAsync(gateId, gate => gate is not null, "to open");
        return gateId;
    }

    public Task UntilStoppedAsync() => _host.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }

    internal static TollHost Build(string connectionString, TollHostSettings settings)
    {
        // Development, so that the container checks scopes.
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<Trouble>();
        builder.Services.AddSingleton<Sightings>();
        builder.Services.AddSingleton<Deliveries>();
        builder.Services.AddReceiveObserver(provider => provider.GetRequiredService<Deliveries>());
        builder.Services.AddSingleton<Visits>();
        builder.Services.AddKeyedSingleton<Transactions.IEnlistment>(typeof(TollDbContext), (provider, _) => provider.GetRequiredService<Visits>());
        builder.Services.AddDbContext<TollDbContext>(options => options.UseNpgsql(connectionString));
        if (settings.ConfigureOutbox is null)
            builder.Services.AddSingleton(new OutboxOptionsOf<TollDbContext>(settings.Outbox));
        settings.Services?.Invoke(builder.Services);
        builder.Services.AddMassTransit(bus => Configure(bus, settings));
        return new TollHost(builder.Build());
    }

    static void Configure(IBusRegistrationConfigurator bus, TollHostSettings settings)
    {
        bus.DisableUsageTelemetry();
        bus.AddSagaStateMachine<GateStateMachine, Gate>()
            .EntityFrameworkRepository(saga =>
            {
                saga.ExistingDbContext<TollDbContext>();
                saga.ConcurrencyMode = settings.Gates;
            })
            .Endpoint(endpoint => endpoint.Name = "gates");
        bus.AddSagaStateMachine<CaravanStateMachine, Caravan>()
            .EntityFrameworkRepository(saga =>
            {
                saga.ExistingDbContext<TollDbContext>();
                saga.ConcurrencyMode = settings.Gates;
                saga.CustomizeQuery(caravans => caravans.Include(caravan => caravan.Wagons));
                saga.UsePostgres();
            })
            .Endpoint(endpoint => endpoint.Name = "caravans");
        bus.AddConsumer<CrossingRecorder>().Endpoint(endpoint => endpoint.Name = "recorder");
        bus.AddConsumer<TollCollector>().Endpoint(endpoint => endpoint.Name = "collector");
        if (settings.Observed)
            bus.AddConsumer<Observer>().Endpoint(endpoint => endpoint.Name = "observer");
        bus.AddEntityFrameworkOutbox<TollDbContext>(settings.ConfigureOutbox);
        settings.Bus?.Invoke(bus);
        bus.AddConfigureEndpointsCallback((context, name, endpoint) =>
        {
            endpoint.PrefetchCount = 400;
            endpoint.ConcurrentMessageLimit = name == "observer" ? 1 : 200;
            if (name == "observer")
                return;
            if (settings.Retries > 0)
                endpoint.UseMessageRetry(retry => retry.Interval(settings.Retries, TimeSpan.FromMilliseconds(10)));
            endpoint.UseEntityFrameworkOutbox<TollDbContext>(context);
        });
        if (settings.RabbitMq is { } rabbitMq)
        {
            bus.UsingRabbitMq((context, transport) =>
            {
                transport.Host(new Uri(rabbitMq));
                settings.Transport?.Invoke(context, transport);
                transport.ConfigureEndpoints(context);
            });
        }
        else
        {
            bus.UsingInMemory((context, transport) =>
            {
                settings.Transport?.Invoke(context, transport);
                transport.ConfigureEndpoints(context);
            });
        }
    }
}
