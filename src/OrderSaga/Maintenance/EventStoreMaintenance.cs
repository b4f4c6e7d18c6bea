using Npgsql;
using Quartz;
using Sagas.EventStore;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.Maintenance;

/// <summary>What keeps the orders' streams honest: the gate at the start, the audit, and health.</summary>
static class EventStoreMaintenance
{
    /// <param name="builder">The host.</param>
    /// <param name="scheduler">The scheduler of the streams' database.</param>
    /// <param name="database">The streams' database.</param>
    public static void AddEventStoreMaintenance(this IHostApplicationBuilder builder, string scheduler, Func<IServiceProvider, NpgsqlDataSource> database)
    {
        var services = builder.Services;
        services.AddSingleton(provider => new EventTypeGate(provider.GetRequiredService<IEventStore>(), provider.GetRequiredService<OrderStreams>().Serializer.Types));
        services.AddSingleton(provider => new RestoreGate(database(provider)));
        services.AddHostedService<StartGate>();
        services.AddSingleton(provider => new SnapshotAudit<OrderState, OrderEvent>(
            provider.GetRequiredService<IEventStore>(), provider.GetRequiredService<OrderStreams>().Fold));
        services.AddSingleton(provider => new StreamAnchors(database(provider), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new EventStoreVerifier(database(provider), provider.GetRequiredService<StreamAnchors>()));
        services.AddSingleton(provider => new ReadHorizon(database(provider)));
        services.AddHealthChecks().AddCheck<HorizonHealthCheck>("event-readers");
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<AuditSchedule>(provider, provider.GetRequiredKeyedService<ISchedulerFactory>(scheduler)));
    }
}
