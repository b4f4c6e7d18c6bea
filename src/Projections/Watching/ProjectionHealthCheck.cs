using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Sagas.Projections;

/// <summary>How stale the read models are, and what of them waits for a person. Never unhealthy: the events are safe, and requests are still taken.</summary>
sealed class ProjectionHealthCheck(ProjectionMonitor monitor) : IHealthCheck
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var projections = await monitor.ReadAsync(cancellationToken).ConfigureAwait(false);
            var data = projections.ToDictionary(
                status => status.Projection,
                object (status) => new { status.LiveSlot, status.LagEvents, LagSeconds = Math.Round(status.Lag.TotalSeconds, 3), status.Processes, status.SetAside, status.Stopped, status.Rebuild });
            var troubles = projections.SelectMany(Troubles).ToList();
            return troubles.Count == 0
                ? HealthCheckResult.Healthy("Read models follow their events.", data)
                : HealthCheckResult.Degraded(string.Join(' ', troubles), data: data);
        }
        catch (NpgsqlException)
        {
            // The database's own check says so.
            return HealthCheckResult.Degraded("The read models can't be looked at.");
        }
    }

    static IEnumerable<string> Troubles(ProjectionStatus status)
    {
        if (status.Lag > Patience)
            yield return string.Create(CultureInfo.InvariantCulture, $"{status.Projection} is {status.Lag.TotalSeconds:0} s behind.");
        if (status.SetAside > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"{status.Projection}: {status.SetAside} streams wait because of an event that can't be applied.");
        foreach (var error in status.Stopped)
            yield return $"{status.Projection} stands still: {error}";
    }
}
