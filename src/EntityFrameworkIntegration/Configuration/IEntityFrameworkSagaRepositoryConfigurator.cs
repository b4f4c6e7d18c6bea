using Microsoft.EntityFrameworkCore;

namespace MassTransit;

/// <summary>Configures a saga's repository.</summary>
/// <typeparam name="TSaga">The saga instance.</typeparam>
public interface IEntityFrameworkSagaRepositoryConfigurator<TSaga>
    where TSaga : class, ISaga
{
    /// <summary>How concurrent messages of one saga are kept apart. <see cref="MassTransit.ConcurrencyMode.Optimistic" /> shares transactions.</summary>
    ConcurrencyMode ConcurrencyMode { set; }

    /// <summary>Keeps the saga in the table that this DbContext maps it to.</summary>
    void ExistingDbContext<TContext>()
        where TContext : DbContext;

    /// <summary>PostgreSQL, which is the only database here and the default. Kept for configuration that names it.</summary>
    void UsePostgres();
}
