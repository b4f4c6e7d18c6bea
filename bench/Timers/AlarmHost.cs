using MassTransit;
using Sagas.ServiceDefaults;
using Sagas.TestKit;

namespace Sagas.Timers;

/// <summary>A service with alarms, over the in-memory transport, as services are composed.</summary>
sealed class AlarmHost(TestDatabase database) : IAsyncDisposable
{
    const string Endpoint = "alarms";

    WebApplication? _app;

    public Lateness Lateness { get; } = new();

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["ConnectionStrings:Alarms"] = database.AppConnectionString;
        builder.Configuration["ConnectionStrings:AlarmsOwner"] = database.OwnerConnectionString;
        builder.AddServiceDefaults();
        builder.AddDatabase<AlarmDbContext>("Alarms");
        builder.Services.AddSingleton(Lateness);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddMessageBus(bus =>
        {
            bus.AddServiceEndpoint<AlarmDbContext>(Endpoint);
            bus.AddSagaStateMachine<AlarmStateMachine, AlarmState>()
                .Endpoint(endpoint => endpoint.Name = Endpoint)
                .EntityFrameworkRepository(repository => repository.ExistingDbContext<AlarmDbContext>());
        });
        _app = builder.Build();
        await _app.MigrateAsync(CancellationToken.None);
        await _app.StartAsync();
    }

    public async Task SendAsync<T>(T message)
        where T : class
    {
        var endpoint = await _app!.Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri($"exchange:{Endpoint}"));
        await endpoint.Send(message);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }
}
