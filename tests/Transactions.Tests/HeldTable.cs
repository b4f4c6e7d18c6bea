using Npgsql;
using Sagas.TestKit;

namespace Sagas.Transactions.Tests;

/// <summary>Nobody else reads or writes the accounts until it is let go: whoever tries, waits, and others gather behind.</summary>
public sealed class HeldTable : IAsyncDisposable
{
    readonly NpgsqlDataSource _dataSource;
    readonly NpgsqlConnection _connection;
    readonly NpgsqlTransaction _transaction;

    HeldTable(NpgsqlDataSource dataSource, NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (_dataSource, _connection, _transaction) = (dataSource, connection, transaction);

    public static async Task<HeldTable> HoldAsync(NpgsqlDataSource dataSource)
    {
        var connection = await dataSource.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("lock table accounts in access exclusive mode", connection);
        await command.ExecuteNonQueryAsync();
        return new HeldTable(dataSource, connection, transaction);
    }

    /// <summary>Returns the server process that waits.</summary>
    public async Task<int> UntilSomebodyWaitsAsync()
    {
        int? waiting = null;
        await Eventually.ShouldAsync(
            async () => (waiting = await AskAsync<int?>("select pid from pg_locks where relation = 'accounts'::regclass and not granted limit 1")) is not null,
            "somebody to wait for the accounts");
        return waiting!.Value;
    }

    /// <summary>The server ends the connection of whoever waits.</summary>
    public async Task EndWhoWaitsAsync()
    {
        var waiting = await UntilSomebodyWaitsAsync();
        await AskAsync<bool>($"select pg_terminate_backend({waiting})");
        await Eventually.ShouldAsync(
            async () => await AskAsync<int?>($"select pid from pg_stat_activity where pid = {waiting}") is null, $"server process {waiting} to end");
    }

    public Task LetGoAsync() => _transaction.CommitAsync();

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    async Task<T?> AskAsync<T>(string sql)
    {
        await using var command = _dataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is T answer ? answer : default;
    }
}
