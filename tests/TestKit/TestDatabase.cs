using Npgsql;

namespace Sagas.TestKit;

/// <summary>
/// A database of its own on the test run's server, owned by sagas_owner, gone when the test is over.
/// A class fixture, or made in a test with <see cref="CreateAsync"/>.
/// </summary>
public sealed class TestDatabase : IAsyncLifetime
{
    /// <summary>How long a test's own statements may take, in seconds: some fill tables with a million rows, on machines that are busy with other things.</summary>
    const int Patience = 600;

    readonly NpgsqlConnectionStringBuilder server = new(PostgresServer.ConnectionString);
    NpgsqlDataSource? dataSource;

    public string Name { get; } = $"test_{Guid.CreateVersion7():N}";

    /// <summary>For migrations.</summary>
    public string OwnerConnectionString => ConnectionStringOf(LoginRoles.Owner);

    /// <summary>For the program under test: it has the rights that the migrations grant, no others.</summary>
    public string AppConnectionString => ConnectionStringOf(LoginRoles.App);

    /// <summary>For the job that archives streams: it can run the function that does, and nothing else.</summary>
    public string ArchiverConnectionString => ConnectionStringOf(LoginRoles.Archiver);

    /// <summary>As the owner, to arrange and to look.</summary>
    public NpgsqlDataSource DataSource => dataSource ??= NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(OwnerConnectionString) { CommandTimeout = Patience });

    public static async Task<TestDatabase> CreateAsync()
    {
        var database = new TestDatabase();
        await database.InitializeAsync();
        return database;
    }

    public async ValueTask InitializeAsync()
    {
        await using var administrator = Administrator();
        await LoginRoles.EnsureAsync(administrator, server.Password ?? "", LoginRoles.Owner, LoginRoles.App, LoginRoles.Archiver);
        await using var create = administrator.CreateCommand($"CREATE DATABASE {Name} OWNER {LoginRoles.Owner}");
        await create.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (dataSource is not null)
            await dataSource.DisposeAsync();

        await using var administrator = Administrator();
        await using var drop = administrator.CreateCommand($"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
        await drop.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of the first row, and the default where that is null or missing; parameters are $1, $2, ...</summary>
    public async Task<T?> ScalarAsync<T>(string sql, params object[] parameters)
    {
        await using var command = CommandOf(sql, parameters);
        return await command.ExecuteScalarAsync() is { } value and not DBNull ? (T)value : default;
    }

    public async Task<int> ExecuteAsync(string sql, params object[] parameters)
    {
        await using var command = CommandOf(sql, parameters);
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> row, params object[] parameters)
    {
        await using var command = CommandOf(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync();
        List<T> rows = [];
        while (await reader.ReadAsync())
            rows.Add(row(reader));
        return rows;
    }

    NpgsqlCommand CommandOf(string sql, object[] parameters)
    {
        var command = DataSource.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(new() { Value = parameter });
        return command;
    }

    /// <summary>Unpooled: a pool would keep one connection open for every database that ever was.</summary>
    NpgsqlDataSource Administrator() =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = "postgres", Pooling = false, CommandTimeout = Patience });

    string ConnectionStringOf(string role) =>
        new NpgsqlConnectionStringBuilder(server.ConnectionString) { Username = role, Database = Name }.ConnectionString;
}
