using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Sagas.Projections;

/// <summary>Adds projections to a host.</summary>
public static class ProjectionsConfigurationExtensions
{
    /// <summary>Adds a projection, which runs as long as the host does. A host has one event store.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="database">The event store's database, where the read model is too.</param>
    public static IServiceCollection AddProjection<TProjection>(this IServiceCollection services, Func<IServiceProvider, NpgsqlDataSource> database)
        where TProjection : class, IProjection
    {
        services.AddCommon(database);
        services.TryAddSingleton<TProjection>();
        services.AddSingleton<IProjection>(provider => provider.GetRequiredService<TProjection>());
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<ProjectionService<TProjection>>(
            provider, database(provider), provider.GetRequiredService<ProcessIdentity>()));
        return services;
    }

    static void AddCommon(this IServiceCollection services, Func<IServiceProvider, NpgsqlDataSource> database)
    {
        if (services.Any(service => service.ServiceType == typeof(EventAlarm)))
            return;
        services.AddOptions<ProjectionOptions>().BindConfiguration(ProjectionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ProcessIdentity>();
        services.AddSingleton<EventAlarm>();
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<Notifier>(
            provider, database(provider), provider.GetRequiredService<ProcessIdentity>()));
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<Listener>(
            provider, database(provider), provider.GetRequiredService<ProcessIdentity>()));
        services.AddSingleton(provider => new ProjectionMonitor(database(provider)));
        services.AddSingleton(provider => new SetAsideRegister(database(provider)));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ProjectionRebuild>(provider, database(provider)));
        services.AddHostedService<ProjectionGauges>();
        services.AddHealthChecks().AddCheck<ProjectionHealthCheck>("projections");
    }
}
