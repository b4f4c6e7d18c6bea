using Microsoft.Extensions.Logging;
using Npgsql;

namespace Sagas.ServiceDefaults;

/// <summary>
/// Lets one process at a time bring a database up to date. EF Core's own lock, on its history table, ends with the transaction of each migration: a process that waits for it comes in between two of
/// them, and then both run the next one.
/// </summary>
sealed class MigrationLock : IAsyncDisposable
{
    // Asked for again and again, because a statement that waits has a snapshot, and building an index concurrently waits for every snapshot that is older.
    const string Take = "select pg_try_advisory_lock(hashtextextended('migrations', 0))";

    static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    readonly NpgsqlConnection _connection;

    MigrationLock(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Waits as long as another process migrates the database, and says so.</summary>
    public static async Task<MigrationLock> TakeAsync(string connectionString, ILogger logger, CancellationToken cancellationToken)
    {
        // Unpooled: with the connection the lock is gone, however this process ends.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var take = new NpgsqlCommand(Take, connection);
            for (var tries = 1; await take.ExecuteScalarAsync(cancellationToken) is not true; tries++)
            {
                if (tries == 1)
                    logger.MigrationAwaited(connection.Database);
                await Task.Delay(BetweenTries, cancellationToken);
            }

            return new MigrationLock(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
