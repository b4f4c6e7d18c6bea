using MassTransit.EntityFrameworkCoreIntegration;
using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MassTransit.Configuration;

sealed class EntityFrameworkSagaRepositoryConfigurator<TSaga> : IEntityFrameworkSagaRepositoryConfigurator<TSaga>, ISpecification
    where TSaga : class, ISaga
{
    Func<IServiceProvider, IModel>? _model;

    public ConcurrencyMode ConcurrencyMode { private get; set; } = ConcurrencyMode.Optimistic;

    public void ExistingDbContext<TContext>()
        where TContext : DbContext =>
        _model = provider =>
        {
            using var scope = provider.CreateScope();
            return scope.ServiceProvider.GetRequiredService<TContext>().Model;
        };

    public void UsePostgres()
    {
    }

    public IEnumerable<ValidationResult> Validate()
    {
        if (_model is null)
            yield return this.Failure("DbContext", "is not specified. Add repository.ExistingDbContext<TDbContext>().");
    }

    public void Register(IServiceCollection services)
    {
        var (model, concurrencyMode) = (_model!, ConcurrencyMode);
        services.TryAddSingleton(provider => new SagaTable<TSaga>(model(provider)));
        services.TryAddSingleton<ISagaRepositoryContextFactory<TSaga>>(provider =>
            new UnitOfWorkSagaRepositoryContextFactory<TSaga>(provider.GetRequiredService<SagaTable<TSaga>>(), concurrencyMode));
        services.TryAddSingleton<ISagaRepository<TSaga>>(provider =>
            new SagaRepository<TSaga>(provider.GetRequiredService<ISagaRepositoryContextFactory<TSaga>>()));
    }
}
