using Npgsql;
using NpgsqlTypes;

namespace Sagas.ServiceDefaults.Maintenance;

/// <summary>Keeps a record of every run, for all processes of the service to see.</summary>
sealed class MaintenanceRuns(NpgsqlDataSource database)
{
    const string Begin = "insert into quartz.runs (job, scheduled_at, instance) values ($1, $2, $3)";

    const string End = "update quartz.runs set finished_at = now(), rows_removed = $3, error = $4 where job = $1 and scheduled_at = $2";

    const string Last = """
        select started_at, finished_at, rows_removed, error, instance, next_fire_time from quartz.triggers
        left join lateral (select * from quartz.runs where job = job_name order by scheduled_at desc limit 1) last on true
        where sched_name = $1 and job_name = $2
        """;

    public Task BeginAsync(string job, DateTimeOffset scheduledAt, string instance, CancellationToken cancellationToken) =>
        ExecuteAsync(Begin, [Text(job), Instant(scheduledAt), Text(instance)], cancellationToken);

    public Task EndAsync(string job, DateTimeOffset scheduledAt, long removed, string? error, CancellationToken cancellationToken) =>
        ExecuteAsync(End, [Text(job), Instant(scheduledAt), new NpgsqlParameter<long> { TypedValue = removed }, Text(error)], cancellationToken);

    public async Task<MaintenanceRun?> LastAsync(string service, string job, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Last);
        command.Parameters.Add(Text(service));
        command.Parameters.Add(Text(job));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? RunOf(reader) : null;
    }

    /// <summary>Quartz keeps its times as ticks.</summary>
    static MaintenanceRun RunOf(NpgsqlDataReader row) => new(
        row.IsDBNull(0) ? null : row.GetFieldValue<DateTimeOffset>(0),
        row.IsDBNull(1) ? null : row.GetFieldValue<DateTimeOffset>(1),
        row.IsDBNull(2) ? 0 : row.GetInt64(2),
        row.IsDBNull(3) ? null : row.GetString(3),
        row.IsDBNull(4) ? null : row.GetString(4),
        row.IsDBNull(5) ? null : new DateTimeOffset(row.GetInt64(5), TimeSpan.Zero));

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
    DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, long RowsRemoved, string? Error, string? Instance, DateTimeOffset? NextAt);
