namespace Sagas.Floor;

/// <summary>What the environment says.</summary>
sealed record Settings(string Postgres, Uri RabbitMq, string DatabasePrefix)
{
    public static Settings FromEnvironment() => new(
        Required("SAGAS_POSTGRES", "a connection string of Npgsql, of a role that may create databases"),
        new Uri(Required("SAGAS_RABBITMQ", "an amqp:// address")),
        Environment.GetEnvironmentVariable("SAGAS_DATABASE_PREFIX") ?? "floor_");

    static string Required(string name, string meaning) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"{name} is not set. It has to be {meaning}.");
}
