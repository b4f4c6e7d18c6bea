using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sagas.Transactions;

namespace MassTransit.Configuration;

static class TransactionalDatabaseRegistration
{
    /// <summary>Adds what outboxes and saga repositories of a DbContext share: its database's connections, and the unit of work of a scope.</summary>
    public static void AddTransactionalDatabase<TDbContext>(this IServiceCollection services)
        where TDbContext : DbContext
    {
        if (services.Any(service => service.ServiceType == typeof(TransactionalDatabase<TDbContext>)))
            return;
        services.TryAddKeyedSingleton(typeof(TDbContext), (provider, _) => TransactionalDatabase<TDbContext>.CreateDataSource(provider));
        services.AddSingleton<TransactionalDatabase<TDbContext>>();
        services.AddScoped<CurrentUnitOfWork<TDbContext>>();
        services.AddScoped<IUnitOfWork<TDbContext>>(provider => provider.GetRequiredService<CurrentUnitOfWork<TDbContext>>());
        var outlivesScopes = new Lazy<bool>(() =>
            services.Any(service => service.ServiceType == typeof(DbContextOptions<TDbContext>) && service.Lifetime == ServiceLifetime.Singleton));
        services.ConfigureDbContext<TDbContext>((provider, options) =>
        {
            if (outlivesScopes.Value)
            {
                throw new ConfigurationException(
                    $"{typeof(TDbContext).Name} is pooled, or its options are a singleton, so what a handler saves could not be part of the handler's transaction. "
                    + $"Register it with AddDbContext<{typeof(TDbContext).Name}>(...).");
            }

            provider.GetRequiredService<CurrentUnitOfWork<TDbContext>>().Join(options);
        });
    }
}
