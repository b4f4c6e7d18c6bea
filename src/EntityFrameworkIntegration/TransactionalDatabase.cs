using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>A DbContext's database as the units of work use it: its own connections, and the units of work on them.</summary>
sealed class TransactionalDatabase<TDbContext> : IAsyncDisposable
    where TDbContext : DbContext
{
    readonly UnitsOfWork _units;
    readonly NpgsqlDataSource _sharing;

    public TransactionalDatabase(IServiceProvider provider)
    {
        DataSource = provider.GetRequiredKeyedService<NpgsqlDataSource>(typeof(TDbContext));
        // What is shared is read and written by key alone, and each statement is planned once, perhaps while its tables are empty: such a plan must not read
        // them whole when they have grown. And a lock that somebody holds keeps all the others waiting, once for each half of the group: whoever needs it has to wait alone.
        _sharing = CreateDataSource(provider, "-c enable_seqscan=off -c plan_cache_mode=force_generic_plan -c lock_timeout=500ms");
        _units = new UnitsOfWork(DataSource, [HandledTimers.Instance, OutgoingTimings.Instance, .. provider.GetKeyedServices<IEnlistment>(typeof(TDbContext))], sharing: _sharing);
    }

    public NpgsqlDataSource DataSource { get; }

    public UnitOfWork Begin(string name) => _units.Begin(name: name);

    public async ValueTask DisposeAsync()
    {
        await _units.DisposeAsync().ConfigureAwait(false);
        await _sharing.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The connections of units that take a transaction of their own, and of enlistments; a key of its own keeps those of several databases apart.</summary>
    public static NpgsqlDataSource CreateDataSource(IServiceProvider provider) => CreateDataSource(provider, settings: "");

    static NpgsqlDataSource CreateDataSource(IServiceProvider provider, string settings)
    {
        using var scope = provider.CreateScope();
        var options = scope.ServiceProvider.GetService<DbContextOptions<TDbContext>>()
            ?? throw new ConfigurationException($"{typeof(TDbContext).Name} is not registered. Add it with AddDbContext<{typeof(TDbContext).Name}>(...).");
        var connectionString = RelationalOptionsExtension.Extract(options).ConnectionString
            ?? throw new ConfigurationException($"{typeof(TDbContext).Name} has no connection string. Configure it with UseNpgsql(connectionString).");
        var builder = new NpgsqlDataSourceBuilder(connectionString)
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
        };
        // Nobody waits for a lock or holds one for long: readers of the global order, vacuum and other messages wait behind it. Settings of the
        // connection string come later and win.
        builder.ConnectionStringBuilder.Options = $"-c lock_timeout=5s -c idle_in_transaction_session_timeout=5s {settings} {builder.ConnectionStringBuilder.Options}";
        return builder.Build();
    }
}
