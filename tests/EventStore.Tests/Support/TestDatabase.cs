using Npgsql;

namespace Sagas.EventStore.Tests;

/// <summary>A database of its own for one test class, with the store's tables, dropped at the end.</summary>
public sealed class TestDatabase : IAsyncLifetime
{
    readonly string name = $"eventstore_{Guid.CreateVersion7():N}";

    /// <summary>As the services connect: role sagas_app.</summary>
    public NpgsqlDataSource App { get; private set; } = null!;

    /// <summary>As migrations connect, and as somebody who tampers: role sagas_owner.</summary>
    public NpgsqlDataSource Owner { get; private set; } = null!;

    /// <summary>As somebody who sees what the sessions of this database wait for.</summary>
    public NpgsqlDataSource Server { get; } = NpgsqlDataSource.Create(ServerConnection);

    public async ValueTask InitializeAsync()
    {
        await Server.ExecuteAsync(CreateRole("sagas_owner"));
        await Server.ExecuteAsync(CreateRole("sagas_app"));
        await Server.ExecuteAsync($"create database {name} owner sagas_owner");

        Owner = Connect("sagas_owner");
        App = Connect("sagas_app");
        foreach (var script in EventStoreSchema.Scripts)
            await Owner.ExecuteAsync(script.Text);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Owner.DisposeAsync();
        await Server.ExecuteAsync($"drop database if exists {name} with (force)");
        await Server.DisposeAsync();
    }

    static NpgsqlConnectionStringBuilder ServerConnection =>
        new(Environment.GetEnvironmentVariable("SAGAS_POSTGRES") ?? throw new InvalidOperationException(
            "SAGAS_POSTGRES is not set. It is a connection string, without Database, for a role that may create databases and roles."))
        {
            Database = "postgres",
        };

    NpgsqlDataSource Connect(string role)
    {
        var connection = ServerConnection;
        connection.Database = name;
        connection.Options = $"-c role={role}";
        connection.MaxAutoPrepare = 20;
        connection.AutoPrepareMinUsages = 2;
        return NpgsqlDataSource.Create(connection);
    }

    // Roles belong to the whole server, and test classes start at the same time.
    static string CreateRole(string role) =>
        $"do $$ begin create role {role} role current_user; exception when duplicate_object or unique_violation then null; end $$";
}
