namespace MassTransit.Configuration;

/// <summary>Gives sagas that are registered by their types this repository.</summary>
sealed class EntityFrameworkSagaRepositoryRegistrationProvider(Action<IEntityFrameworkSagaRepositoryConfigurator> configure) : ISagaRepositoryRegistrationProvider
{
    public void Configure<TSaga>(ISagaRegistrationConfigurator<TSaga> configurator)
        where TSaga : class, ISaga =>
        configurator.EntityFrameworkRepository(repository => configure(repository));
}
