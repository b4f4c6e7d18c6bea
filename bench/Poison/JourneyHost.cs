using MassTransit;
using Sagas.ServiceDefaults;
using Sagas.TestKit;

namespace Sagas.Poison;

/// <summary>A service with journeys, over RabbitMQ, as services are composed.</summary>
sealed class JourneyHost(TestDatabase database, RabbitMqVirtualHost broker) : IAsyncDisposable
{
    WebApplication? _app;

    public Arrivals Arrivals { get; } = new();

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["ConnectionStrings:Journeys"] = database.AppConnectionString;
        builder.Configuration["ConnectionStrings:JourneysOwner"] = database.OwnerConnectionString;
        builder.Configuration[$"ConnectionStrings:{MessageBus.RabbitMq}"] = broker.ConnectionString;
        builder.AddServiceDefaults();
        builder.AddDatabase<JourneyDbContext>("Journeys");
        builder.Services.AddSingleton(Arrivals);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddMessageBus(bus =>
        {
            bus.AddServiceEndpoint<JourneyDbContext>(JourneyStateMachine.Endpoint);
            bus.AddSagaStateMachine<JourneyStateMachine, JourneyState>()
                .Endpoint(endpoint => endpoint.Name = JourneyStateMachine.Endpoint)
                .EntityFrameworkRepository(repository => repository.ExistingDbContext<JourneyDbContext>());
        });
        _app = builder.Build();
        await _app.MigrateAsync(CancellationToken.None);
        await _app.StartAsync();
        // A broker drops what is sent before the queue is there.
        await _app.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromMinutes(1));
    }

    /// <summary>Has so many journeys begin each second, whether those before have arrived or not.</summary>
    /// <returns>How long each took, in milliseconds, the shortest first.</returns>
    public async Task<IReadOnlyList<double>> TravelAsync(int perSecond, TimeSpan duration)
    {
        var endpoint = await _app!.Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri($"exchange:{JourneyStateMachine.Endpoint}"));
        var journeys = (int)(perSecond * duration.TotalSeconds);
        var departures = new List<Task>();
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        for (var i = 0; i < journeys; i++)
        {
            var step = new Step(Guid.CreateVersion7(), 1);
            Arrivals.Departs(step.JourneyId);
            departures.Add(endpoint.Send(step));
            await pace.WaitForNextTickAsync();
        }

        await Task.WhenAll(departures);
        await Eventually.ShouldAsync(() => Task.FromResult(Arrivals.Count == journeys), "the journeys to be over", TimeSpan.FromMinutes(2), DescribeAsync);
        return Arrivals.Take();
    }

    async Task<string> DescribeAsync() =>
        $"{Arrivals.Count} have arrived, " + await database.ScalarAsync<string>("""
            select format('%s rows in the outbox, the first error %s; %s dead letters, the first %s; %s journeys', count(*), min(last_error),
              (select count(*) from dead_letters), (select min(fault_stack) from dead_letters), (select count(*) from journeys)) from outbox
            """);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }
}
