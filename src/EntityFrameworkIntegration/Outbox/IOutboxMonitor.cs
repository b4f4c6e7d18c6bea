namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Tells how a database's outbox stands, for health checks and gauges.</summary>
public interface IOutboxMonitor
{
    /// <summary>The service that it belongs to.</summary>
    string Service { get; }

    /// <summary>How it stands now.</summary>
    Task<OutboxStatistics> ReadAsync(CancellationToken cancellationToken);
}
