using Npgsql;
using Sagas.AllInOne.Databases;

namespace Sagas.AllInOne.Serving;

/// <summary>What the environment says.</summary>
sealed record Settings(DatabaseServer Databases, string? RabbitMq, string? RabbitMqManagement)
{
    /// <exception cref="SettingsException">A variable is missing or wrong.</exception>
    public static Settings From(Func<string, string?> environment, bool withRabbitMq)
    {
        var administrator = Administrator(
            Required("SAGAS_POSTGRES", "a connection string of Npgsql without Database, of a role that may create databases and roles"));
        // This process can do what the administrator can anyway, so another secret would protect nothing.
        var passwords = DatabaseServer.Roles.ToDictionary(role => role, role => environment($"{role.ToUpperInvariant()}_PASSWORD") ?? administrator.Password);
        return new(
            new DatabaseServer(administrator.ConnectionString, environment("SAGAS_DATABASE_PREFIX") ?? "demo_", passwords),
            withRabbitMq ? Required("SAGAS_RABBITMQ", "an amqp:// address") : null,
            withRabbitMq ? environment("SAGAS_RABBITMQ_MANAGEMENT") : null);

        string Required(string name, string meaning) => environment(name) is { Length: > 0 } value
            ? value
            : throw new SettingsException($"{name} is not set. It has to be {meaning}. ./run.sh starts what is needed and sets it.");
    }

    static NpgsqlConnectionStringBuilder Administrator(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException exception)
        {
            throw new SettingsException($"SAGAS_POSTGRES cannot be read: {exception.Message}");
        }
    }
}
