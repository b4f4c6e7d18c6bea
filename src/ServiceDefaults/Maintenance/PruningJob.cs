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
        await new MaintenanceRuns(plan.Database).RecordAsync(
            context,
            async removed =>
            {
                foreach (var pruning in plan.Prunings)
                    await PruneAsync(plan.Database, pruning, removed, cancellationToken);
            },
            cancellationToken);
    }

    async Task PruneAsync(NpgsqlDataSource database, Pruning pruning, Action<long> removed, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var command = database.CreateCommand(pruning.Statement);
            command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = pruning.KeepFor });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = _options.BatchSize });
            var batch = await command.ExecuteNonQueryAsync(cancellationToken);
            removed(batch);
            if (batch < _options.BatchSize)
                return;
            await Task.Delay(_options.Pause, clock, cancellationToken);
        }
    }
}
