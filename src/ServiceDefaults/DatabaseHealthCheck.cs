using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Sagas.ServiceDefaults;

/// <summary>Whether the database answers.</summary>
sealed class DatabaseHealthCheck(string connectionString) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("select 1", connection);
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException exception)
        {
            return HealthCheckResult.Unhealthy("The database does not answer. Check that PostgreSQL runs and that the connection string is right.", exception);
        }
    }
}
