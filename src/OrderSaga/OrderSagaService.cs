using MassTransit;
using Microsoft.Extensions.Options;
using Npgsql;
using Sagas.Contracts;
using Sagas.EventStore;
using Sagas.OrderSaga.Api;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.Exports;
using Sagas.OrderSaga.Maintenance;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.OrderSaga.ReadSide;
using Sagas.OrderSaga.Requests;
using Sagas.OrderSaga.ReturnOrder;
using Sagas.OrderSaga.StepSagas;
using Sagas.OrderSaga.Troubles;
using Sagas.OrderSaga.Versions;
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
        services.AddOptions<ReturnOrderOptions>().BindConfiguration(ReturnOrderOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        var recordMessages = builder.Configuration.GetValue<bool>($"{ExplorerOptions.Section}:{nameof(ExplorerOptions.RecordMessages)}");
        services.AddSingleton<PlaceOrderSteps>();
        services.AddSingleton<ReturnOrderSteps>();
        services.AddSingleton<IEventObserver<ReturnOrderState>, OrderOfReturn>();
        builder.AddEventStoreMaintenance("OrderSaga", Database);
        services.AddOptions<OrderOptions>().BindConfiguration(OrderOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => new OrderStreams(provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IOptions<OrderOptions>>().Value));
        services.AddKeyedSingleton<Transactions.IEnlistment>(typeof(OrderSagaDbContext), (provider, _) => provider.GetRequiredService<OrderStreams>());
        services.AddEnlistment<OrderSagaDbContext, OrderSnapshots>();
        services.AddEnlistment<OrderSagaDbContext, AnsweredRequests>();
        services.AddSaga<PlaceOrderStateMachine, PlaceOrderState, OrderStep>(
            saga => saga.CorrelationId, (order, _) => order.OutcomeOfPlacing(), Enum.GetNames<CancelReason>(), recordMessages);
        services.AddSaga<ReturnOrderStateMachine, ReturnOrderState, ReturnStep>(
            saga => saga.OrderId, ReturnOutcomes.OutcomeOfReturning, Enum.GetNames<ReturnRejection>(), recordMessages);

        services.AddSingleton<IEventStore>(provider => new PostgresEventStore(Database(provider), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new TimelineReader(Database(provider)));
        services.AddSingleton<OrderHistory>();
        services.AddSingleton(provider => new SagaSearch(Database(provider), provider.GetServices<SagaType>()));
        services.AddScoped<OrderRequests>();
        services.AddScoped<ReturnRequests>();
        services.AddScoped<OperatorRequests>();
        services.AddScoped<SagaTypes>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<InFlight>(provider, Database(provider)));
        services.AddHostedService<InFlightReport>();
        services.AddScoped(provider => ActivatorUtilities.CreateInstance<SagaQuery>(provider, Database(provider)));
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<Reconciler>(provider, Database(provider)));
        services.AddReadSide(Database);
        services.AddTroubles(Database);
        services.AddScoped<SagaExports>();
        services.AddExplorer();
    }

    /// <summary>Both sagas: placing orders, and taking them back.</summary>
    public static void AddOrderSagas(this IBusRegistrationConfigurator bus)
    {
        bus.AddSagaStateMachine<PlaceOrderStateMachine, PlaceOrderState, PlaceOrderDefinition>()
            .EntityFrameworkRepository(repository => repository.ExistingDbContext<OrderSagaDbContext>());
        bus.AddServiceEndpoint<OrderSagaDbContext>(Endpoints.PlaceOrder);

        bus.AddSagaStateMachine<ReturnOrderStateMachine, ReturnOrderState, ReturnOrderDefinition>()
            .EntityFrameworkRepository(repository => repository.ExistingDbContext<OrderSagaDbContext>());
        bus.AddServiceEndpoint<OrderSagaDbContext>(Endpoints.ReturnOrder);
    }

    public static void MapOrderSaga(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOrders();
        endpoints.MapReadSide();
        endpoints.MapReturns();
        endpoints.MapSagas();
        endpoints.MapOperators();
        endpoints.MapExports();
        endpoints.MapExplorer();
    }

    /// <summary>A saga of steps, its plan checked, its timeline recorded, and known to operators and the API.</summary>
    static void AddSaga<TMachine, TSaga, TStep>(
        this IServiceCollection services, Func<TSaga, Guid> orderIdOf, Func<OrderState, Guid, SagaOutcomeView?> outcomeOf, IReadOnlyList<string> reasons, bool recordMessages)
        where TMachine : StepSagaMachine<TSaga, TStep>
        where TSaga : StepSagaState<TStep>
        where TStep : struct, Enum
    {
        services.AddSingleton<IHostedService>(provider => new PlanCheck.AtStart<TSaga, TStep>(provider.GetRequiredService<TMachine>()));
        services.AddSingleton<SagaType>(provider => new SagaType<TSaga, TStep>(provider.GetRequiredService<TMachine>(), orderIdOf, outcomeOf, reasons));
        services.AddSagaTimeline<OrderSagaDbContext, TMachine, TSaga>(timeline =>
        {
            timeline.Mask<SensitiveAttribute>().Mask<PersonalAttribute>();
            timeline.RecordMessages = recordMessages;
            // An attempt that fails before the machine has begun, and a request that a state lets pass, are the operator's too.
            var named = timeline.Actor;
            timeline.Actor = context => (context as ConsumeContext<IOperatorRequest>)?.Message.Operator ?? named(context);
        });
    }

    static NpgsqlDataSource Database(IServiceProvider provider) => provider.GetRequiredKeyedService<NpgsqlDataSource>(typeof(OrderSagaDbContext));
}
