using Npgsql;

namespace Sagas.AllInOne.Databases;

/// <summary>The server that the databases lie on.</summary>
/// <param name="Administrator">The connection string, without Database, of a role that may create databases and roles.</param>
/// <param name="Prefix">What the databases' names begin with.</param>
/// <param name="Passwords">Of each of the <see cref="Roles" />; null where the server asks for none.</param>
sealed record DatabaseServer(string Administrator, string Prefix, IReadOnlyDictionary<string, string?> Passwords)
{
    /// <summary>Owns the databases and migrates them.</summary>
    public const string OwnerRole = "sagas_owner";

    /// <summary>What the services are at work.</summary>
    public const string AppRole = "sagas_app";

    /// <summary>Moves streams that have ended to the archive, and can do nothing else.</summary>
    public const string ArchiverRole = "sagas_archiver";

    public static IReadOnlyList<string> Roles { get; } = [OwnerRole, AppRole, ArchiverRole];

    const string Maintenance = "postgres";

    public string AdministratorConnection => new NpgsqlConnectionStringBuilder(Administrator) { Database = Maintenance, Pooling = false }.ConnectionString;

    public string NameOf(ServiceDatabase database) => Prefix + database.Suffix;

    public string LoginTestConnection(string role) => As(role, Maintenance, pooling: false);

    /// <summary>By the names that the services look for.</summary>
    public IReadOnlyDictionary<string, string> ConnectionStrings() => ServiceDatabase.All
        .SelectMany(database => new KeyValuePair<string, string>[]
        {
            new(database.ConnectionString, As(AppRole, NameOf(database), pooling: true)),
            new(database.ConnectionString + "Owner", As(OwnerRole, NameOf(database), pooling: false)),
        })
        .ToDictionary();

    /// <summary>Where the databases are, without any password.</summary>
    public override string ToString()
    {
        var server = new NpgsqlConnectionStringBuilder(Administrator);
        return $"Databases {Prefix}* on {server.Host}:{server.Port}";
    }

    string As(string role, string database, bool pooling) => new NpgsqlConnectionStringBuilder(Administrator)
    {
        Database = database,
        Username = role,
        Password = Passwords[role],
        Pooling = pooling,
        // Five pools of this size fit into PostgreSQL's default of 100 connections. A unit of work holds one connection at most, so none waits for another.
        MaxPoolSize = 18,
        ApplicationName = "sagas",
    }.ConnectionString;
}
