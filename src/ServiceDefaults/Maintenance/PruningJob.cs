using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Quartz;

namespace Sagas.ServiceDefaults.Maintenance;

/// <summary>Deletes what is out of date, in transactions so small that nobody waits for them.</summary>
[DisallowConcurrentExecution]
sealed class PruningJob(IServiceProvider provider, IOptions<MaintenanceOptions> options, TimeProvider clock) : IJob
{
    public const string Name = "pruning";

    readonly MaintenanceOptions _options = options.Value;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var plan = provider.GetRequiredKeyedService<MaintenancePlan>(context.Scheduler.SchedulerName);
        var runs = new MaintenanceRuns(plan.Database);
        var scheduledAt = context.ScheduledFireTimeUtc ?? context.FireTimeUtc;
        var removed = 0L;
        try
        {
            await runs.BeginAsync(Name, scheduledAt, context.Scheduler.SchedulerInstanceId, cancellationToken);
            foreach (var pruning in plan.Prunings)
                removed += await PruneAsync(plan.Database, pruning, cancellationToken);
            await runs.EndAsync(Name, scheduledAt, removed, error: null, cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            // The next run goes on where this one stopped.
            await RecordFailureAsync(runs, scheduledAt, removed, exception, cancellationToken);
            throw new JobExecutionException($"Pruning {plan.Service} failed: {exception.Message}", exception);
        }
    }

    static async Task RecordFailureAsync(MaintenanceRuns runs, DateTimeOffset scheduledAt, long removed, NpgsqlException failure, CancellationToken cancellationToken)
    {
        try
        {
            await runs.EndAsync(Name, scheduledAt, removed, failure.Message, cancellationToken);
        }
        catch (NpgsqlException)
        {
            // The database is away, for its record too. The log has the failure, and health tells of a run that does not finish.
        }
    }

    async Task<long> PruneAsync(NpgsqlDataSource database, Pruning pruning, CancellationToken cancellationToken)
    {
        var removed = 0L;
        while (true)
        {
            await using var command = database.CreateCommand(pruning.Statement);
            command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = pruning.KeepFor });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = _options.BatchSize });
            var batch = await command.ExecuteNonQueryAsync(cancellationToken);
            removed += batch;
            if (batch < _options.BatchSize)
                return removed;
            await Task.Delay(_options.Pause, clock, cancellationToken);
        }
    }
}
