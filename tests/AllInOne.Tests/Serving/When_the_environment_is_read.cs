using Npgsql;
using Sagas.AllInOne.Serving;

namespace Sagas.AllInOne.Tests.Serving;

public sealed class When_the_environment_is_read
{
    const string Administrator = "Host=db;Port=5433;Username=admin;Password=secret";

    [Fact]
    public void Databases_are_named_with_the_prefix_demo() =>
        Connection("Shipping", ("SAGAS_POSTGRES", Administrator)).ShouldSatisfyAllConditions(
            connection => connection.Host.ShouldBe("db"),
            connection => connection.Port.ShouldBe(5433),
            connection => connection.Database.ShouldBe("demo_shipping"),
            connection => connection.Username.ShouldBe("sagas_app"));

    [Fact]
    public void Another_prefix_can_be_chosen() =>
        Connection("PaymentGatewayOwner", ("SAGAS_POSTGRES", Administrator), ("SAGAS_DATABASE_PREFIX", "x_")).Database.ShouldBe("x_payment_gateway");

    [Fact]
    public void Roles_have_the_administrators_password_unless_they_have_their_own()
    {
        Connection("Payment", ("SAGAS_POSTGRES", Administrator)).Password.ShouldBe("secret");
        Connection("Payment", ("SAGAS_POSTGRES", Administrator), ("SAGAS_APP_PASSWORD", "mine")).Password.ShouldBe("mine");
        Connection("PaymentOwner", ("SAGAS_POSTGRES", Administrator), ("SAGAS_OWNER_PASSWORD", "theirs")).Password.ShouldBe("theirs");
    }

    [Fact]
    public void No_password_is_shown() =>
        Read(withRabbitMq: false, ("SAGAS_POSTGRES", Administrator)).Databases.ToString().ShouldBe("Databases demo_* on db:5433");

    [Fact]
    public void A_missing_server_is_named_with_the_remedy() =>
        Should.Throw<SettingsException>(() => Read(withRabbitMq: false)).Message.ShouldBe(
            "SAGAS_POSTGRES is not set. It has to be a connection string of Npgsql without Database, of a role that may create databases and roles. "
            + "./run.sh starts what is needed and sets it.");

    [Fact]
    public void A_server_that_is_no_connection_string_is_named() =>
        Should.Throw<SettingsException>(() => Read(withRabbitMq: false, ("SAGAS_POSTGRES", "postgres://db"))).Message.ShouldStartWith("SAGAS_POSTGRES cannot be read: ");

    [Fact]
    public void RabbitMq_is_asked_for_only_when_it_is_used()
    {
        Read(withRabbitMq: false, ("SAGAS_POSTGRES", Administrator), ("SAGAS_RABBITMQ", "amqp://mq")).RabbitMq.ShouldBeNull();
        Read(withRabbitMq: true, ("SAGAS_POSTGRES", Administrator), ("SAGAS_RABBITMQ", "amqp://mq")).RabbitMq.ShouldBe("amqp://mq");
        Should.Throw<SettingsException>(() => Read(withRabbitMq: true, ("SAGAS_POSTGRES", Administrator))).Message.ShouldStartWith("SAGAS_RABBITMQ is not set.");
    }

    static NpgsqlConnectionStringBuilder Connection(string name, params (string, string)[] variables) =>
        new(Read(withRabbitMq: false, variables).Databases.ConnectionStrings()[name]);

    static Settings Read(bool withRabbitMq, params (string Name, string Value)[] variables) =>
        Settings.From(name => variables.FirstOrDefault(variable => variable.Name == name).Value, withRabbitMq);
}
