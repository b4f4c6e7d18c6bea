using System.Data;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Sagas.Transactions;

namespace MassTransit.Configuration;

sealed class EntityFrameworkSagaRepositoryConfigurator<TSaga> : IEntityFrameworkSagaRepositoryConfigurator<TSaga>, ISpecification
    where TSaga : class, ISaga
{
    SagaSettings<TSaga> _settings = new(ConcurrencyMode.Optimistic, Customize: null);
    Action<IServiceCollection, SagaSettings<TSaga>>? _register;

    public ConcurrencyMode ConcurrencyMode
    {
        set => _settings = _settings with { ConcurrencyMode = value };
    }

    public IsolationLevel IsolationLevel
    {
        set => value.ThrowIfNotReadCommitted();
    }

    public void CustomizeQuery(Func<IQueryable<TSaga>, IQueryable<TSaga>> queryCustomization) => _settings = _settings with { Customize = queryCustomization };

    public void AddDbContext<TContext, TImplementation>(Action<IServiceProvider, DbContextOptionsBuilder<TImplementation>>? optionsAction = null)
        where TContext : DbContext
        where TImplementation : DbContext, TContext =>
        _register = (services, settings) =>
        {
            services.AddDbContext<TImplementation>((provider, options) => optionsAction?.Invoke(provider, (DbContextOptionsBuilder<TImplementation>)options));
            services.TryAddScoped<TContext>(provider => provider.GetRequiredService<TImplementation>());
            Register<TImplementation>(services, settings);
        };

    public void ExistingDbContext<TContext>()
        where TContext : DbContext =>
        _register = Register<TContext>;

    public IEnumerable<ValidationResult> Validate()
    {
        if (_register is null)
            yield return this.Failure("DbContext", "is not specified. Add repository.ExistingDbContext<TDbContext>() or AddDbContext<TContext, TImplementation>(...).");
    }

    public void Register(IServiceCollection services) => _register!(services, _settings);

    static void Register<TDbContext>(IServiceCollection services, SagaSettings<TSaga> settings)
        where TDbContext : DbContext
    {
        services.AddTransactionalDatabase<TDbContext>();
        services.TryAddSingleton(provider => CreateMapping<TDbContext>(provider, settings));
        services.RegisterLoadSagaRepository<TSaga, SagaReader<TDbContext, TSaga>>();
        services.RegisterQuerySagaRepository<TSaga, SagaReader<TDbContext, TSaga>>();
        services.RegisterSagaRepository<
            TSaga, IUnitOfWork, UnitOfWorkSagaConsumeContextFactory<TSaga>, UnitOfWorkSagaRepositoryContextFactory<TDbContext, TSaga>>();
    }

    static SagaMapping<TSaga> CreateMapping<TDbContext>(IServiceProvider provider, SagaSettings<TSaga> settings)
        where TDbContext : DbContext
    {
        using var scope = provider.CreateScope();
        var model = scope.ServiceProvider.GetRequiredService<TDbContext>().Model;
        return new SagaMapping<TSaga>(model, settings, provider.GetRequiredService<ILogger<SagaMapping<TSaga>>>());
    }
}
