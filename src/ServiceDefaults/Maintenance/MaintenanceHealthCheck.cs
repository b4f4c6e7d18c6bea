using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Sagas.ServiceDefaults.Maintenance;

/// <summary>Shows when each service was pruned last and will be next. A run that failed is a warning: nothing is wrong yet, but tables grow.</summary>
sealed class MaintenanceHealthCheck(IEnumerable<MaintenancePlan> plans) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>();
        var failed = new List<string>();
        try
        {
            foreach (var plan in plans)
            {
                if (await new MaintenanceRuns(plan.Database).LastAsync(plan.Service, PruningJob.Name, cancellationToken) is not { } run)
                    continue;
                data[$"{plan.Service}.{PruningJob.Name}"] = run;
                if (run.Error is not null)
                    failed.Add($"{plan.Service}: pruning failed at {run.FinishedAt:u}: {run.Error}");
            }
        }
        catch (NpgsqlException)
        {
            // The database's own check says so.
            return HealthCheckResult.Degraded("The record of maintenance can't be read.");
        }

        return failed.Count == 0
            ? HealthCheckResult.Healthy("Maintenance runs on schedule.", data)
            : HealthCheckResult.Degraded(string.Join(' ', failed), data: data);
    }
}
