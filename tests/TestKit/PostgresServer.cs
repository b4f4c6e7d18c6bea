namespace Sagas.TestKit;

/// <summary>The PostgreSQL server of this test run.</summary>
public static class PostgresServer
{
    /// <summary>Of a role that may create databases and roles; names no database.</summary>
    public static string ConnectionString => TestEnvironment.Require("SAGAS_POSTGRES");
}
