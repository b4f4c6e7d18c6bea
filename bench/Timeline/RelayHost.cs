using MassTransit;
using Sagas.Hops;
using Sagas.Hops.Ours;
using Sagas.SagaTimeline;
using Sagas.ServiceDefaults;
using Sagas.TestKit;

namespace Sagas.Timeline.Benchmark;

/// <summary>A service with relays, over the in-memory transport, as services are composed.</summary>
sealed class RelayHost(TestDatabase database, bool isRecorded) : IAsyncDisposable
{
    readonly Finish _finish = new();
    WebApplication? _app;

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["ConnectionStrings:Relays"] = database.AppConnectionString;
        builder.Configuration["ConnectionStrings:RelaysOwner"] = database.OwnerConnectionString;
        builder.AddServiceDefaults();
        builder.AddDatabase<RelayDbContext>("Relays");
        builder.Services.AddSingleton(_finish);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddEnlistment<RelayDbContext, RelayStreams>();
        if (isRecorded)
            builder.Services.AddSagaTimeline<RelayDbContext, RelayStateMachine, RelayState>();
        builder.AddMessageBus(bus =>
        {
            bus.AddServiceEndpoint<RelayDbContext>(RelayStateMachine.Endpoint);
            bus.AddSagaStateMachine<RelayStateMachine, RelayState>()
                .Endpoint(endpoint => endpoint.Name = RelayStateMachine.Endpoint)
                .EntityFrameworkRepository(repository => repository.ExistingDbContext<RelayDbContext>());
        });
        _app = builder.Build();
        await _app.MigrateAsync(CancellationToken.None);
        await _app.StartAsync();
    }

    public async Task RunAsync(int relays, int inFlight)
    {
        var endpoint = await _app!.Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri($"exchange:{RelayStateMachine.Endpoint}"));
        await _finish.RunAsync(relays, inFlight, baton => endpoint.Send(baton));
        await Eventually.ShouldAsync(async () => await database.ScalarAsync<long>("select count(*) from outbox") == 0, "the outbox to be empty");
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }
}
