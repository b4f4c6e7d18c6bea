using Npgsql;

namespace Sagas.AllInOne.Databases;

/// <summary>Sees to it that the roles and the databases exist. What exists stays as it is.</summary>
sealed class DatabaseProvisioning(DatabaseServer server)
{
    public async Task ProvisionAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(server.AdministratorConnection);
        await connection.OpenAsync(cancellationToken);
        // One process at a time on the whole server, whatever its prefix: the roles are shared. Held until the connection closes, because
        // databases cannot be created in a transaction.
        await connection.ExecuteAsync("select pg_advisory_lock(hashtext('sagas provisioning'))", [], cancellationToken);

        foreach (var role in DatabaseServer.Roles)
            await ProvideRoleAsync(connection, role, cancellationToken);
        foreach (var database in ServiceDatabase.All)
            await ProvideDatabaseAsync(connection, server.NameOf(database), cancellationToken);
    }

    async Task ProvideRoleAsync(NpgsqlConnection connection, string role, CancellationToken cancellationToken)
    {
        if (!await connection.HasRowAsync("select 1 from pg_roles where rolname = $1", [role], cancellationToken))
            await CreateRoleAsync(connection, role, cancellationToken);
        await LogInAsync(role, cancellationToken);
    }

    async Task CreateRoleAsync(NpgsqlConnection connection, string role, CancellationToken cancellationToken)
    {
        try
        {
            await connection.ExecuteAsync("create role %I login password %L", [role, server.Passwords[role]], cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation)
        {
            // Somebody who does not know of our lock was faster.
        }
    }

    /// <summary>A password that does not fit is not changed: somebody else may be using it.</summary>
    async Task LogInAsync(string role, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(server.LoginTestConnection(role));
            await connection.OpenAsync(cancellationToken);
        }
        catch (PostgresException exception) when (
            exception.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            throw new SettingsException(
                $"The server has a role {role} that cannot log in as expected: {exception.MessageText}. Set {role.ToUpperInvariant()}_PASSWORD to its password.");
        }
    }

    static async Task ProvideDatabaseAsync(NpgsqlConnection connection, string database, CancellationToken cancellationToken)
    {
        if (await connection.HasRowAsync("select 1 from pg_database where datname = $1", [database], cancellationToken))
            return;

        // Who is no superuser has to be a member of the role that a database is to belong to.
        if (await connection.HasRowAsync("select 1 from pg_roles where rolname = current_user and not rolsuper", [], cancellationToken))
            await connection.ExecuteAsync("grant %I to current_user", [DatabaseServer.OwnerRole], cancellationToken);
        await connection.ExecuteAsync(
            "create database %I owner %I encoding 'UTF8' template template0", [database, DatabaseServer.OwnerRole], cancellationToken);
    }
}
