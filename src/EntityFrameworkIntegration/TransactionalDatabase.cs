using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>A DbContext's database as the units of work use it: its own connections, one writer, one dispatcher.</summary>
sealed class TransactionalDatabase<TDbContext> : IAsyncDisposable
    where TDbContext : DbContext
{
    readonly GroupCommit _groupCommit;
    readonly IReadOnlyList<IEnlistment> _enlistments;

    public TransactionalDatabase(IServiceProvider provider)
    {
        DataSource = provider.GetRequiredKeyedService<NpgsqlDataSource>(typeof(TDbContext));
        _groupCommit = new GroupCommit(DataSource);
        _enlistments = [.. provider.GetKeyedServices<IEnlistment>(typeof(TDbContext))];
    }

    public NpgsqlDataSource DataSource { get; }

    public GroupCommit GroupCommit => _groupCommit;

    public UnitOfWork Begin() => new(DataSource, _groupCommit, TransactionMode.Shared, _enlistments);

    public ValueTask DisposeAsync() => _groupCommit.DisposeAsync();

    /// <summary>The connections that units of work and enlistments share; a key of its own keeps those of several databases apart.</summary>
    public static NpgsqlDataSource CreateDataSource(IServiceProvider provider)
    {
        using var scope = provider.CreateScope();
        var options = scope.ServiceProvider.GetService<DbContextOptions<TDbContext>>()
            ?? throw new ConfigurationException($"{typeof(TDbContext).Name} is not registered. Add it with AddDbContext<{typeof(TDbContext).Name}>(...).");
        var connectionString = RelationalOptionsExtension.Extract(options).ConnectionString
            ?? throw new ConfigurationException($"{typeof(TDbContext).Name} has no connection string. Configure it with UseNpgsql(connectionString).");
        return new NpgsqlDataSourceBuilder(connectionString)
        {
            ConnectionStringBuilder =
            {
                // The same few statements run for every message: prepare them once. Nothing here changes a session, so there is nothing to reset.
                MaxAutoPrepare = 100,
                AutoPrepareMinUsages = 2,
                NoResetOnClose = true,
                Enlist = false,
                CommandTimeout = (int)(provider.GetService<OutboxOptionsOf<TDbContext>>()?.Value.QueryTimeout ?? TimeSpan.FromSeconds(30)).TotalSeconds,
            },
        }.Build();
    }
}
