using Npgsql;

namespace Sagas.Projections;

/// <summary>Lets one process at a time rebuild a projection: two would divide the spare slot's partitions, and each wait for the other's.</summary>
sealed class RebuildLock : IAsyncDisposable
{
    const string Take = "select pg_try_advisory_lock(hashtextextended('rebuild of projection ' || $1, 0))";

    const string GiveBack = "select pg_advisory_unlock(hashtextextended('rebuild of projection ' || $1, 0))";

    readonly NpgsqlConnection _connection;
    readonly string _projection;

    RebuildLock(NpgsqlConnection connection, string projection) => (_connection, _projection) = (connection, projection);

    /// <exception cref="RebuildBlockedException">Somebody else has it.</exception>
    internal static async Task<RebuildLock> TakeAsync(NpgsqlDataSource dataSource, string projection, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var taken = await new NpgsqlCommand(Take, connection).With(projection).ReadAsync(row => row.GetBoolean(0), cancellationToken).ConfigureAwait(false);
            return taken.Single() ? new RebuildLock(connection, projection) : throw new RebuildBlockedException($"{projection} is being rebuilt by somebody else.");
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await using var disposing = _connection.ConfigureAwait(false);
        try
        {
            await new NpgsqlCommand(GiveBack, _connection).With(_projection).RunAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            // With the connection the lock is gone.
        }
    }
}
