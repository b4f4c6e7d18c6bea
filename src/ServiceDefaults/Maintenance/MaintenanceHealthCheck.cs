using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Sagas.ServiceDefaults.Maintenance;

/// <summary>Shows when the jobs of each service ran last and will next. A run that failed, hangs or does not come is a warning: nothing is wrong yet, but tables grow.</summary>
sealed class MaintenanceHealthCheck(IEnumerable<MaintenancePlan> plans, TimeProvider clock) : IHealthCheck
{
    static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>();
        var troubles = new List<string>();
        try
        {
            foreach (var plan in plans)
            {
                foreach (var run in await new MaintenanceRuns(plan.Database).LastAsync(plan.Service, cancellationToken))
                {
                    data[$"{plan.Service}.{run.Job}"] = run;
                    if (Trouble(run) is { } trouble)
                        troubles.Add($"{plan.Service}: {run.Job} {trouble}");
                }
            }
        }
        catch (NpgsqlException)
        {
            // The database's own check says so.
            return HealthCheckResult.Degraded("The record of maintenance can't be read.");
        }

        return troubles.Count == 0
            ? HealthCheckResult.Healthy("Maintenance runs on schedule.", data)
            : HealthCheckResult.Degraded(string.Join(' ', troubles), data: data);
    }

    string? Trouble(MaintenanceRun run) => run switch
    {
        { Error: { } error } => $"failed at {run.FinishedAt:u}: {error}",
        { StartedAt: { } started, FinishedAt: null } when clock.GetUtcNow() - started > Patience => $"began at {started:u} and has not finished.",
        { NextAt: { } due } when clock.GetUtcNow() - due > Patience => $"was due at {due:u} and has not begun.",
        _ => null,
    };
}
