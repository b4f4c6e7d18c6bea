using Npgsql;
using Sagas.TestKit;

namespace Sagas.Load.Systems;

/// <summary>What a system stands on: databases whose names begin alike, and a virtual host. Gone with everything in it when disposed.</summary>
sealed class Ground : IAsyncDisposable
{
    readonly RabbitMqVirtualHost _virtualHost;

    Ground(RabbitMqVirtualHost virtualHost) => _virtualHost = virtualHost;

    public string DatabasePrefix { get; } = $"load_{Guid.CreateVersion7():N}_";

    public string VirtualHost => _virtualHost.Name;

    public string RabbitMq => _virtualHost.ConnectionString;

    /// <summary>As somebody who may do anything, to look and to arrange.</summary>
    /// <param name="database">Its name behind the prefix.</param>
    public NpgsqlDataSource Open(string database) => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(PostgresServer.ConnectionString)
    {
        Database = DatabasePrefix + database, ApplicationName = "load", CommandTimeout = 0,
    });

    /// <summary>The names of its databases, behind the prefix.</summary>
    public async Task<IReadOnlyList<string>> DatabasesAsync()
    {
        await using var administrator = Administrator();
        return [.. (await NamesAsync(administrator)).Select(name => name[DatabasePrefix.Length..])];
    }

    public static async Task<Ground> PrepareAsync() => new(await RabbitMqVirtualHost.CreateAsync());

    /// <summary>What every program is told: where its ground is. What it is not told is left as it is installed.</summary>
    /// <param name="settled">Whether code is compiled without profiling it first, so that it does not change any more after the warm-up.</param>
    public Dictionary<string, string?> Environment(bool settled)
    {
        var password = new NpgsqlConnectionStringBuilder(PostgresServer.ConnectionString).Password ?? "";
        return new()
        {
            ["SAGAS_POSTGRES"] = PostgresServer.ConnectionString,
            ["SAGAS_DATABASE_PREFIX"] = DatabasePrefix,
            // The roles are the server's, and others use them at the same time.
            ["SAGAS_OWNER_PASSWORD"] = password,
            ["SAGAS_APP_PASSWORD"] = password,
            ["SAGAS_RABBITMQ"] = RabbitMq,
            ["DOTNET_TieredPGO"] = settled ? "0" : null,
        };
    }

    /// <summary>For a system that does not make its databases itself. One that is there stays as it is.</summary>
    public async Task CreateDatabaseAsync(string name)
    {
        await using var administrator = Administrator();
        if ((await NamesAsync(administrator)).Contains(DatabasePrefix + name))
            return;
        await LoginRoles.EnsureAsync(administrator, new NpgsqlConnectionStringBuilder(PostgresServer.ConnectionString).Password ?? "", LoginRoles.Owner, LoginRoles.App);
        await using var create = administrator.CreateCommand($"create database {DatabasePrefix}{name} owner {LoginRoles.Owner}");
        await create.ExecuteNonQueryAsync();
    }

    /// <summary>Has the server write what is not on the disk yet, so that it is on nobody's account.</summary>
    public static async Task CheckpointAsync()
    {
        await using var administrator = Administrator();
        await using var checkpoint = administrator.CreateCommand("checkpoint");
        await checkpoint.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _virtualHost.DisposeAsync();
        await using var administrator = Administrator();
        foreach (var database in await NamesAsync(administrator))
        {
            await using var drop = administrator.CreateCommand($"drop database {database} with (force)");
            await drop.ExecuteNonQueryAsync();
        }
    }

    static NpgsqlDataSource Administrator() =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(PostgresServer.ConnectionString) { Database = "postgres", Pooling = false });

    async Task<IReadOnlyList<string>> NamesAsync(NpgsqlDataSource administrator)
    {
        await using var command = administrator.CreateCommand("select datname from pg_database where starts_with(datname, $1)");
        command.Parameters.Add(new() { Value = DatabasePrefix });
        await using var reader = await command.ExecuteReaderAsync();
        List<string> names = [];
        while (await reader.ReadAsync())
            names.Add(reader.GetString(0));
        return names;
    }
}
