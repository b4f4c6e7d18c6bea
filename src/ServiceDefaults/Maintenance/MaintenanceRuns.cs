using Npgsql;
using NpgsqlTypes;
using Quartz;

namespace Sagas.ServiceDefaults.Maintenance;

/// <summary>Keeps a record of every run, for all processes of the service to see.</summary>
/// <param name="database">The service's database.</param>
public sealed class MaintenanceRuns(NpgsqlDataSource database)
{
    const string Begin = "insert into quartz.runs (job, scheduled_at, instance) values ($1, $2, $3)";

    const string End = "update quartz.runs set finished_at = now(), rows_removed = $3, error = $4 where job = $1 and scheduled_at = $2";

    const string Last = """
        select job_name, started_at, finished_at, rows_removed, error, instance, next_fire_time from quartz.triggers
        left join lateral (select * from quartz.runs where job = job_name order by scheduled_at desc limit 1) last on true
        where sched_name = $1 order by job_name
        """;

    /// <summary>Runs a job's work on record. One that the database stops has failed, and its next run goes on where this one stopped.</summary>
    /// <param name="context">The job.</param>
    /// <param name="work">What it does. It tells of the rows that it removes as it goes.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="JobExecutionException">The database stopped it.</exception>
    public async Task RecordAsync(IJobExecutionContext context, Func<Action<long>, Task> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(work);
        var job = context.JobDetail.Key.Name;
        var scheduledAt = context.ScheduledFireTimeUtc ?? context.FireTimeUtc;
        var removed = 0L;
        try
        {
            await BeginAsync(job, scheduledAt, context.Scheduler.SchedulerInstanceId, cancellationToken);
            await work(rows => removed += rows);
            await EndAsync(job, scheduledAt, removed, error: null, cancellationToken);
        }
        catch (NpgsqlException failure)
        {
            await RecordFailureAsync(job, scheduledAt, removed, failure, cancellationToken);
            throw new JobExecutionException($"The {job} of {context.Scheduler.SchedulerName} failed: {failure.Message}", failure);
        }
    }

    /// <summary>The jobs of a service with their last runs.</summary>
    internal async Task<IReadOnlyList<MaintenanceRun>> LastAsync(string service, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Last);
        command.Parameters.Add(Text(service));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var runs = new List<MaintenanceRun>();
        while (await reader.ReadAsync(cancellationToken))
            runs.Add(RunOf(reader));
        return runs;
    }

    Task BeginAsync(string job, DateTimeOffset scheduledAt, string instance, CancellationToken cancellationToken) =>
        ExecuteAsync(Begin, [Text(job), Instant(scheduledAt), Text(instance)], cancellationToken);

    Task EndAsync(string job, DateTimeOffset scheduledAt, long removed, string? error, CancellationToken cancellationToken) =>
        ExecuteAsync(End, [Text(job), Instant(scheduledAt), new NpgsqlParameter<long> { TypedValue = removed }, Text(error)], cancellationToken);

    async Task RecordFailureAsync(string job, DateTimeOffset scheduledAt, long removed, NpgsqlException failure, CancellationToken cancellationToken)
    {
        try
        {
            await EndAsync(job, scheduledAt, removed, failure.Message, cancellationToken);
        }
        catch (NpgsqlException)
        {
            // The database is away, for its record too. The log has the failure, and health tells of a run that does not finish.
        }
    }

    /// <summary>Quartz keeps its times as ticks.</summary>
    static MaintenanceRun RunOf(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.IsDBNull(1) ? null : row.GetFieldValue<DateTimeOffset>(1),
        row.IsDBNull(2) ? null : row.GetFieldValue<DateTimeOffset>(2),
        row.IsDBNull(3) ? 0 : row.GetInt64(3),
        row.IsDBNull(4) ? null : row.GetString(4),
        row.IsDBNull(5) ? null : row.GetString(5),
        row.IsDBNull(6) ? null : new DateTimeOffset(row.GetInt64(6), TimeSpan.Zero));

    async Task ExecuteAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    static NpgsqlParameter<string?> Text(string? value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };

    static NpgsqlParameter<DateTimeOffset> Instant(DateTimeOffset value) => new() { TypedValue = value };
}

/// <summary>A job's last run, if there was one, and its next.</summary>
sealed record MaintenanceRun(
    string Job, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, long RowsRemoved, string? Error, string? Instance, DateTimeOffset? NextAt);
