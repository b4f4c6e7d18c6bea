using System.Data;
using Microsoft.EntityFrameworkCore;

namespace MassTransit;

/// <summary>Configures the repository of any saga.</summary>
public interface IEntityFrameworkSagaRepositoryConfigurator
{
    /// <summary>
    /// How concurrent messages of one saga are kept apart. <see cref="MassTransit.ConcurrencyMode.Optimistic" />, the default, shares transactions and retries
    /// conflicts; <see cref="MassTransit.ConcurrencyMode.Pessimistic" /> locks the saga's row while the message is handled.
    /// </summary>
    ConcurrencyMode ConcurrencyMode { set; }

    /// <summary>Read committed, which is the only level here.</summary>
    /// <exception cref="ConfigurationException">Another level is set.</exception>
    IsolationLevel IsolationLevel { set; }

    /// <summary>Adds the DbContext to the container, and keeps the saga in the table that it maps it to.</summary>
    /// <param name="optionsAction">Configures the DbContext.</param>
    /// <typeparam name="TContext">The type that the DbContext is resolved as.</typeparam>
    /// <typeparam name="TImplementation">The DbContext.</typeparam>
    void AddDbContext<TContext, TImplementation>(Action<IServiceProvider, DbContextOptionsBuilder<TImplementation>>? optionsAction = null)
        where TContext : DbContext
        where TImplementation : DbContext, TContext;

    /// <summary>Keeps the saga in the table that a DbContext maps it to, which the container has already.</summary>
    void ExistingDbContext<TContext>()
        where TContext : DbContext;
}

/// <summary>Configures a saga's repository.</summary>
/// <typeparam name="TSaga">The saga instance.</typeparam>
public interface IEntityFrameworkSagaRepositoryConfigurator<TSaga> : IEntityFrameworkSagaRepositoryConfigurator
    where TSaga : class, ISaga
{
    /// <summary>Adds to the query that reads an instance, to include what belongs to it. The saga then goes through EF Core's change tracker.</summary>
    void CustomizeQuery(Func<IQueryable<TSaga>, IQueryable<TSaga>> queryCustomization);
}
