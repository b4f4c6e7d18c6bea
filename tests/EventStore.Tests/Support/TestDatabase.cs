using Npgsql;
using Sagas.TestKit;

namespace Sagas.EventStore.Tests;

/// <summary>A database of its own for one test class, with the store's tables, dropped at the end.</summary>
public sealed class TestDatabase : IAsyncLifetime
{
    readonly TestKit.TestDatabase database = new();
    readonly bool withTables = true;

    public TestDatabase()
    {
    }

    internal TestDatabase(bool withTables) => this.withTables = withTables;

    /// <summary>As the services connect: role sagas_app.</summary>
    public NpgsqlDataSource App { get; private set; } = null!;

    /// <summary>As migrations connect, and as somebody who tampers: role sagas_owner.</summary>
    public NpgsqlDataSource Owner { get; private set; } = null!;

    /// <summary>As the job that archives: role sagas_archiver.</summary>
    public NpgsqlDataSource Archiver { get; private set; } = null!;

    /// <summary>As somebody who sees what the sessions of this database wait for.</summary>
    public NpgsqlDataSource Server { get; } = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(PostgresServer.ConnectionString) { Database = "postgres" });

    public string Name => database.Name;

    /// <summary>As a program of its own connects.</summary>
    public string AppConnectionString => database.AppConnectionString;

    /// <summary>Of all roles.</summary>
    public string Password { get; } = new NpgsqlConnectionStringBuilder(PostgresServer.ConnectionString).Password ?? "";

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        Owner = Connect(database.OwnerConnectionString);
        App = Connect(database.AppConnectionString);
        Archiver = Connect(database.ArchiverConnectionString);
        foreach (var script in withTables ? EventStoreSchema.Scripts : [])
            await Owner.ExecuteAsync(script.Text);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Archiver.DisposeAsync();
        await Owner.DisposeAsync();
        await Server.DisposeAsync();
        await database.DisposeAsync();
    }

    static NpgsqlDataSource Connect(string connectionString) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 20, AutoPrepareMinUsages = 2 });
}
