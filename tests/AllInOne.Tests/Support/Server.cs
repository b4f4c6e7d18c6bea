using Npgsql;
using Sagas.AllInOne.Databases;
using Sagas.AllInOne.Serving;

namespace Sagas.AllInOne.Tests.Support;

/// <summary>The PostgreSQL server of the tests, with database names that nobody else uses.</summary>
sealed class Server : IAsyncDisposable
{
    public string Administrator { get; } = Environment.GetEnvironmentVariable("SAGAS_POSTGRES") is { Length: > 0 } connectionString
        ? connectionString
        : throw new InvalidOperationException(
            "SAGAS_POSTGRES is not set. These tests need PostgreSQL: eng/services.sh starts one, or set SAGAS_POSTGRES to the connection string of yours.");

    public DatabaseServer Databases => Settings.From(name => name == "SAGAS_DATABASE_PREFIX" ? Prefix : Environment.GetEnvironmentVariable(name), withRabbitMq: false).Databases;

    string Prefix { get; } = $"t{Guid.CreateVersion7():N}_";

    public async Task<IReadOnlyList<string>> NamesAsync(string query)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(query, connection) { Parameters = { new() { Value = Prefix + "%" } } };
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync())
            names.Add(reader.GetString(0));
        return names;
    }

    public string WithoutPrefix(string name) => name[Prefix.Length..];

    public async Task ExecuteAsync(string statement)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        foreach (var database in await NamesAsync("select datname from pg_database where datname like $1"))
            await ExecuteAsync($"drop database \"{database}\" with (force)");
    }

    async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(Databases.AdministratorConnection);
        await connection.OpenAsync();
        return connection;
    }
}
