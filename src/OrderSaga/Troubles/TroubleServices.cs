using Npgsql;

namespace Sagas.OrderSaga.Troubles;

static class TroubleServices
{
    /// <param name="services">The host's.</param>
    /// <param name="database">The sagas' database.</param>
    public static void AddTroubles(this IServiceCollection services, Func<IServiceProvider, NpgsqlDataSource> database)
    {
        services.AddOptions<TroubleOptions>().BindConfiguration(TroubleOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<TroubleReader>(provider, database(provider)));
        services.AddSingleton<TroubleBoard>();
        services.AddSingleton<SagaTroubles>();
        services.AddHealthChecks().AddCheck<TroubleHealthCheck>("sagas");
        services.AddHostedService<TroubleGauges>();
    }
}
