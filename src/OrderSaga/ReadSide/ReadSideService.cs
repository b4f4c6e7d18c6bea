using MassTransit;
using Npgsql;
using Sagas.OrderSaga.Data;
using Sagas.Projections;

namespace Sagas.OrderSaga.ReadSide;

static class ReadSideService
{
    public static void AddReadSide(this IServiceCollection services, Func<IServiceProvider, NpgsqlDataSource> database)
    {
        services.AddProjection<OrderReadModel>(database);
        services.AddEnlistment<OrderSagaDbContext, EventsAnnouncement>();
        services.AddSingleton(provider => new OrderLists(database(provider)));
        services.AddSingleton(provider => new OrderCounts(database(provider)));
        services.AddSingleton(provider => new CustomerTotals(database(provider)));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ReadModelWait>(provider, database(provider)));
    }

    public static void MapReadSide(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOrderLists();
        endpoints.MapProjections();
    }
}
