using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The outbox of a DbContext's database, started and stopped with the host.</summary>
sealed class DatabaseOutbox<TDbContext>(
    TransactionalDatabase<TDbContext> database, IBusControl bus, OutboxOptionsOf<TDbContext> options, TimeProvider clock, ILogger<OutboxDispatcher> logger)
    : IHostedService, IDisposable
    where TDbContext : DbContext
{
    public Outbox Outbox { get; } = new(
        new OutboxWriter(options.Value.Lease),
        new OutboxDispatcher(new OutboxTable(database.DataSource), bus, options.Value, new OutboxMetrics(DatabaseName.Of<TDbContext>()), clock, logger),
        clock,
        options.Value.Lease);

    public Task StartAsync(CancellationToken cancellationToken) => Outbox.Dispatcher.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Outbox.Dispatcher.StopAsync(cancellationToken);

    public void Dispose() => Outbox.Dispatcher.Dispose();
}

/// <summary>The outbox options of one of several databases.</summary>
sealed record OutboxOptionsOf<TDbContext>(OutboxOptions Value)
    where TDbContext : DbContext;
