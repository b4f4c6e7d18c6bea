using MassTransit;
using Npgsql;
using Sagas.Contracts;
using Sagas.EventStore;
using Sagas.OrderSaga.Api;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.OrderSaga.Requests;
using Sagas.OrderSaga.Web;
using Sagas.SagaTimeline;
using Sagas.ServiceDefaults;

namespace Sagas.OrderSaga;

/// <summary>The orchestrator, as its own host and inside others.</summary>
public static class OrderSagaService
{
    public static void AddOrderSaga(this IHostApplicationBuilder builder)
    {
        builder.AddDatabase<OrderSagaDbContext>("OrderSaga");
        builder.AddMaintenance<OrderSagaDbContext>("OrderSaga", IdempotencyKeys.Pruning);
        var services = builder.Services;
        services.AddOptions<PlaceOrderOptions>().BindConfiguration(PlaceOrderOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ReconcilerOptions>().BindConfiguration(ReconcilerOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<PlaceOrderSteps>();
        services.AddHostedService<PlanCheck.AtStart>();
        services.AddSingleton<OrderStreams>();
        services.AddKeyedSingleton<Transactions.IEnlistment>(typeof(OrderSagaDbContext), (provider, _) => provider.GetRequiredService<OrderStreams>());
        services.AddEnlistment<OrderSagaDbContext, AnsweredRequests>();
        services.AddSagaTimeline<OrderSagaDbContext, PlaceOrderStateMachine, PlaceOrderState>(timeline =>
        {
            timeline.Mask<SensitiveAttribute>().Mask<PersonalAttribute>();
            timeline.RecordMessages = builder.Configuration.GetValue<bool>($"{ExplorerOptions.Section}:{nameof(ExplorerOptions.RecordMessages)}");
        });

        services.AddSingleton<IEventStore>(provider => new PostgresEventStore(Database(provider), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new TimelineReader(Database(provider)));
        services.AddSingleton<OrderHistory>();
        services.AddSingleton(provider => new SagaSearch(Database(provider)));
        services.AddScoped<OrderRequests>();
        services.AddScoped<OperatorRequests>();
        services.AddScoped(provider => ActivatorUtilities.CreateInstance<SagaQuery>(provider, Database(provider)));
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<Reconciler>(provider, Database(provider)));
        services.AddExplorer();
    }

    public static void AddPlaceOrderSaga(this IBusRegistrationConfigurator bus)
    {
        bus.AddSagaStateMachine<PlaceOrderStateMachine, PlaceOrderState, PlaceOrderDefinition>()
            .EntityFrameworkRepository(repository => repository.ExistingDbContext<OrderSagaDbContext>());
        bus.AddServiceEndpoint<OrderSagaDbContext>(Endpoints.PlaceOrder);
    }

    public static void MapOrderSaga(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOrders();
        endpoints.MapSagas();
        endpoints.MapOperators();
        endpoints.MapExplorer();
    }

    static NpgsqlDataSource Database(IServiceProvider provider) => provider.GetRequiredKeyedService<NpgsqlDataSource>(typeof(OrderSagaDbContext));
}
