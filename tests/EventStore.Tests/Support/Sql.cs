using Npgsql;

namespace Sagas.EventStore.Tests;

static class Sql
{
    internal static async Task<int> ExecuteAsync(this NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    internal static async Task<T> ScalarAsync<T>(this NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    internal static async Task ExecuteAsync(this NpgsqlConnection connection, IEnumerable<NpgsqlBatchCommand> commands)
    {
        await using var batch = connection.CreateBatch().With(commands);
        await batch.ExecuteNonQueryAsync();
    }

    internal static NpgsqlBatch CreateBatch(this NpgsqlDataSource database, IEnumerable<NpgsqlBatchCommand> commands) =>
        database.CreateBatch().With(commands);

    internal static async Task<IReadOnlyList<LoadedStream>> LoadAsync(this NpgsqlConnection connection, bool locking, params StreamLoad[] loads)
    {
        var statements = new StreamLoadStatements(loads, locking);
        await using var batch = connection.CreateBatch().With(statements.Commands);
        await using var reader = await batch.ExecuteReaderAsync();
        return await statements.ReadAsync(reader);
    }

    internal static Task WaitsForALockAsync(this TestDatabase database, NpgsqlConnection connection) => Eventually.SeesAsync(
        () => database.Server.ScalarAsync<string>($"select coalesce(wait_event_type, 'nothing') from pg_stat_activity where pid = {connection.ProcessID}"),
        seen => seen == "Lock",
        "the connection to wait for a lock");

    /// <summary>No transaction of the whole server is as old as an event, so that the feed shows them all.</summary>
    internal static Task AllEventsAreDecidedAsync(this TestDatabase database) => Eventually.SeesAsync(
        () => database.Owner.ScalarAsync<bool>("select bool_and(xid < pg_snapshot_xmin(pg_current_snapshot())) from recorded_events"), seen => seen, "all events to be decided");

    static NpgsqlBatch With(this NpgsqlBatch batch, IEnumerable<NpgsqlBatchCommand> commands)
    {
        foreach (var command in commands)
            batch.BatchCommands.Add(command);
        return batch;
    }
}
