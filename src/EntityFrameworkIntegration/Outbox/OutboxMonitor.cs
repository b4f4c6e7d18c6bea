using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Asks the database: rows of processes that died count too.</summary>
sealed class OutboxMonitor<TDbContext>(TransactionalDatabase<TDbContext> database) : IOutboxMonitor
    where TDbContext : DbContext
{
    // Each count reads at most so many entries of an index.
    const string Statement = """
        select
          (select count(*) from (select from outbox limit $1) counted),
          (select count(*) from (select from outbox where leased_until <= now() limit $1) counted),
          (select extract(epoch from now() - min(leased_until))::float8 from outbox where leased_until <= now()),
          (select count(*) from (select from outbox where last_error is not null limit $1) counted),
          extract(epoch from now() - failing.created_at)::float8, failing.last_error
        from (select 1) one
        left join lateral (select created_at, last_error from outbox where last_error is not null order by created_at limit 1) failing on true
        """;

    public string Service { get; } = DatabaseName.Of<TDbContext>();

    public async Task<OutboxStatistics> ReadAsync(CancellationToken cancellationToken)
    {
        var command = database.DataSource.CreateCommand(Statement);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = OutboxStatistics.MostCounted });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return StatisticsOf(reader);
    }

    static OutboxStatistics StatisticsOf(NpgsqlDataReader row)
    {
        return new OutboxStatistics
        {
            Rows = row.GetInt64(0),
            Due = row.GetInt64(1),
            OldestDue = Seconds(2),
            Failing = row.GetInt64(3),
            OldestFailing = Seconds(4),
            LastError = row.IsDBNull(5) ? null : row.GetString(5),
        };

        TimeSpan Seconds(int ordinal) => row.IsDBNull(ordinal) ? TimeSpan.Zero : TimeSpan.FromSeconds(row.GetDouble(ordinal));
    }
}
