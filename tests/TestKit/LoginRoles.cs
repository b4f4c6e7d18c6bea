using Npgsql;

namespace Sagas.TestKit;

/// <summary>The roles of every database of the system: one owns the tables, one works with them, one archives.</summary>
static class LoginRoles
{
    public const string Owner = "sagas_owner";
    public const string App = "sagas_app";
    public const string Archiver = "sagas_archiver";

    // Roles belong to the cluster, which test processes share, and CREATE ROLE has no IF NOT EXISTS. The lock lasts until commit.
    // A role that creates others and is no superuser must be a member to give one a database.
    const string EnsureSql = """
        SELECT pg_advisory_xact_lock(hashtextextended('sagas test roles', 0));
        DO $do$
        DECLARE
            login record;
        BEGIN
            FOR login IN SELECT unnest(string_to_array(current_setting('sagas.roles'), ',')) AS name LOOP
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = login.name) THEN
                    EXECUTE format('CREATE ROLE %I LOGIN PASSWORD %L', login.name, current_setting('sagas.password'));
                END IF;
                IF NOT pg_has_role(login.name, 'MEMBER') THEN
                    EXECUTE format('GRANT %I TO CURRENT_USER', login.name);
                END IF;
            END LOOP;
        END
        $do$;
        """;

    public static async Task EnsureAsync(NpgsqlDataSource server, string password, params string[] roles)
    {
        await using var connection = await server.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var settings = new NpgsqlCommand(
            "SELECT set_config('sagas.roles', $1, true), set_config('sagas.password', $2, true)", connection)
        {
            Parameters = { new() { Value = string.Join(',', roles) }, new() { Value = password } },
        };
        await settings.ExecuteNonQueryAsync();
        await using var ensure = new NpgsqlCommand(EnsureSql, connection);
        await ensure.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }
}
