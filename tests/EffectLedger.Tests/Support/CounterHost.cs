using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.ParticipantTestKit;
using Sagas.ServiceDefaults;
using Sagas.TestKit;

namespace Sagas.EffectLedger.Tests;

public sealed class CounterHost : IAsyncLifetime
{
    const string Endpoint = "counter";
    const string DecidingEndpoint = "deciding-counter";

    public TestDatabase Database { get; private set; } = null!;

    public ParticipantHost Host { get; private set; } = null!;

    internal Interruption Interruption => Host.Services.GetRequiredService<Interruption>();

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync();
        Host = await ParticipantHost.StartAsync(
            new Dictionary<string, TestDatabase> { ["Counter"] = Database },
            builder =>
            {
                builder.AddDatabase<CounterDbContext>("Counter");
                builder.Services.AddEffectLedger();
                builder.Services.AddSingleton<Interruption>();
            },
            bus =>
            {
                bus.AddEntityFrameworkOutbox<CounterDbContext>();
                bus.AddConsumer<CountUpConsumer>().Endpoint(endpoint => endpoint.Name = Endpoint);
                bus.AddConsumer<CountDownConsumer>().Endpoint(endpoint => endpoint.Name = Endpoint);
                bus.AddConsumer<DecidingCountUpConsumer>().Endpoint(endpoint => endpoint.Name = DecidingEndpoint);
                bus.AddConsumer<DecidingCountDownConsumer>().Endpoint(endpoint => endpoint.Name = DecidingEndpoint);
                bus.AddConfigureEndpointsCallback((context, name, endpoint) =>
                {
                    if (name is Endpoint or DecidingEndpoint)
                        endpoint.UseEntityFrameworkOutbox<CounterDbContext>(context);
                });
            },
            _ => { });
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Database.DisposeAsync();
    }

    public static ReserveStock CountUp()
    {
        var sagaId = Guid.CreateVersion7();
        return new ReserveStock { SagaId = sagaId, OrderId = sagaId, EffectKey = new EffectKey(sagaId, "count", EffectIntent.Do, 1), Lines = [] };
    }

    public static UnreserveStock CountDown(ReserveStock command) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey with { Intent = EffectIntent.Undo }, Undoes = command.EffectKey,
    };

    public Task<object> AskAsync<TCommand>(TCommand command, Guid? messageId = null, string? tenant = null)
        where TCommand : class =>
        Host.AskAsync(Endpoint, command, messageId, tenant);

    /// <summary>Asks the participant that shares its transactions.</summary>
    public Task<object> AskDecidingAsync<TCommand>(TCommand command)
        where TCommand : class =>
        Host.AskAsync(DecidingEndpoint, command);

    public Task<int> CounterAsync() => Database.ScalarAsync<int>("select value from counter");

    public Task<long> EffectsOfAsync(Guid sagaId) => Database.ScalarAsync<long>("select count(*) from effects where saga_id = $1", sagaId);

    public Task ShouldWaitForAStepAsync(string who) => Eventually.ShouldAsync(
        () => Database.ScalarAsync<bool>("""
            select exists (
              select from pg_locks join pg_database on pg_database.oid = database
              where datname = current_database() and locktype = 'advisory' and not granted)
            """),
        $"{who} to wait for the step's lock");
}
