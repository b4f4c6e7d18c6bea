using Npgsql;
using Sagas.BenchKit;
using Sagas.TestKit;

namespace Sagas.Load.Metering;

/// <summary>What the PostgreSQL server counts.</summary>
sealed class DatabaseServer : IAsyncDisposable
{
    readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(PostgresServer.ConnectionString)
    {
        Database = "postgres", ApplicationName = "load", MaxPoolSize = 1,
    });

    /// <summary>The server's processes.</summary>
    public async Task<ProcessTree> ProcessesAsync() => ProcessTree.OfPostgres(await ScalarAsync<int>("select pg_backend_pid()"))
        ?? throw new InvalidOperationException("The PostgreSQL server is not on this machine: its processor time can't be measured.");

    /// <summary>Bytes of write-ahead log since the server was made.</summary>
    public async Task<long> LogAsync() => (long)await ScalarAsync<decimal>("select pg_current_wal_lsn() - '0/0'");

    /// <summary>Transactions that have written something since the server was made: each of them has waited for the disk.</summary>
    public async Task<long> WritesAsync() => await ScalarAsync<long>("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint");

    /// <summary>
    /// Committed transactions by database, those that only read included. A busy connection tells of them once a second, so the figure of a run is off by what a second has at most.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, long>> CommitsAsync(string prefix)
    {
        await using var command = _source.CreateCommand("select datname, xact_commit from pg_stat_database where starts_with(datname, $1)");
        command.Parameters.Add(new() { Value = prefix });
        await using var reader = await command.ExecuteReaderAsync();
        Dictionary<string, long> commits = [];
        while (await reader.ReadAsync())
            commits[reader.GetString(0)[prefix.Length..]] = reader.GetInt64(1);
        return commits;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
