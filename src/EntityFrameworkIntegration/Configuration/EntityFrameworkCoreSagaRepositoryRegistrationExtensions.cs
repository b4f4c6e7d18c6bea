using MassTransit.Configuration;

namespace MassTransit;

/// <summary>Saga repositories on EF Core and PostgreSQL.</summary>
public static class EntityFrameworkCoreSagaRepositoryRegistrationExtensions
{
    /// <summary>Keeps the saga's instances in a table that a DbContext maps. Its endpoint needs the outbox of the same DbContext.</summary>
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
}
