using MassTransit.Configuration;

namespace MassTransit;

/// <summary>Saga repositories on EF Core and PostgreSQL.</summary>
public static class EntityFrameworkCoreSagaRepositoryRegistrationExtensions
{
    /// <summary>Keeps the saga's instances in a table that a DbContext maps. At an endpoint with the outbox of the same DbContext, in the message's one transaction.</summary>
    /// <param name="configurator">The saga registration.</param>
    /// <param name="configure">Names the DbContext and the concurrency mode.</param>
    public static ISagaRegistrationConfigurator<TSaga> EntityFrameworkRepository<TSaga>(
        this ISagaRegistrationConfigurator<TSaga> configurator, Action<IEntityFrameworkSagaRepositoryConfigurator<TSaga>> configure)
        where TSaga : class, ISaga
    {
        ArgumentNullException.ThrowIfNull(configurator);
        ArgumentNullException.ThrowIfNull(configure);
        var repository = new EntityFrameworkSagaRepositoryConfigurator<TSaga>();
        configure(repository);
        repository.Validate().ThrowIfContainsFailure("The Entity Framework saga repository is not configured:");
        configurator.Repository(repository.Register);
        return configurator;
    }

    /// <summary>Keeps sagas that are registered by their types, as with <c>AddSagas</c>, in tables that a DbContext maps.</summary>
    /// <param name="configurator">The bus registration.</param>
    /// <param name="configure">Names the DbContext and the concurrency mode.</param>
    public static void SetEntityFrameworkSagaRepositoryProvider(
        this IRegistrationConfigurator configurator, Action<IEntityFrameworkSagaRepositoryConfigurator> configure)
    {
        ArgumentNullException.ThrowIfNull(configurator);
        configurator.SetSagaRepositoryProvider(new EntityFrameworkSagaRepositoryRegistrationProvider(configure));
    }

    /// <summary>PostgreSQL, which is the only database here. Kept for configuration that names it.</summary>
    public static IEntityFrameworkSagaRepositoryConfigurator<T> UsePostgres<T>(this IEntityFrameworkSagaRepositoryConfigurator<T> configurator)
        where T : class, ISaga =>
        configurator;

    /// <summary>PostgreSQL, which is the only database here. Kept for configuration that names it.</summary>
    public static IEntityFrameworkSagaRepositoryConfigurator UsePostgres(this IEntityFrameworkSagaRepositoryConfigurator configurator) => configurator;
}
