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

    internal static async Task<int> ExecuteAsync(this NpgsqlConnection connection, params IReadOnlyList<NpgsqlBatchCommand> commands)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in commands)
            batch.BatchCommands.Add(command);
        return await batch.ExecuteNonQueryAsync();
    }

    internal static async Task<IReadOnlyList<LoadedStream>> LoadAsync(this NpgsqlConnection connection, bool locking, params StreamLoad[] loads)
    {
        var statements = new StreamLoadStatements(loads, locking);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in statements.Commands)
            batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync();
        return await statements.ReadAsync(reader);
    }
}
