using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The outbox of a DbContext's database, started and stopped with the host.</summary>
sealed class DatabaseOutbox<TDbContext>(
    TransactionalDatabase<TDbContext> database,
    IBusControl bus,
    HandledEndpoints<TDbContext> handled,
    OutboxOptionsOf<TDbContext> options,
    TimeProvider clock,
    ILogger<OutboxDispatcher> logger)
    : IHostedService, IReceiveEndpointObserver, IDisposable
    where TDbContext : DbContext
{
    ConnectHandle? _endpoints;

    public Outbox Outbox { get; } = new(
        new OutboxWriter(options.Value.Lease),
        new OutboxDispatcher(new OutboxTable(database.DataSource), bus, handled, options.Value, new OutboxMetrics(DatabaseName.Of<TDbContext>()), clock, logger),
        clock,
        options.Value.Lease);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _endpoints = bus.ConnectReceiveEndpointObserver(this);
        return Outbox.Dispatcher.StartAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _endpoints?.Disconnect();
        return Outbox.Dispatcher.StopAsync(cancellationToken);
    }

    /// <summary>A bus stops its own endpoint last, when every handler is done and it can still send.</summary>
    Task IReceiveEndpointObserver.Stopping(ReceiveEndpointStopping stopping) =>
        stopping.InputAddress == bus.Address ? Outbox.Dispatcher.FlushAsync() : Task.CompletedTask;

    Task IReceiveEndpointObserver.Ready(ReceiveEndpointReady ready) => Task.CompletedTask;

    Task IReceiveEndpointObserver.Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    Task IReceiveEndpointObserver.Faulted(ReceiveEndpointFaulted faulted) => Task.CompletedTask;

    public void Dispose() => Outbox.Dispatcher.Dispose();
}

/// <summary>The outbox options of one of several databases.</summary>
sealed record OutboxOptionsOf<TDbContext>(OutboxOptions Value)
    where TDbContext : DbContext;
