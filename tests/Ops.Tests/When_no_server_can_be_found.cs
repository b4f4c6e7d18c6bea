namespace Sagas.Ops.Tests;

public sealed class When_no_server_can_be_found
{
    [Theory]
    [InlineData("postgres", "PostgreSQL 15 or newer", "apt-get install postgresql", "SAGAS_POSTGRES")]
    [InlineData("rabbitmq", "RabbitMQ", "apt-get install rabbitmq-server", "SAGAS_RABBITMQ")]
    public async Task It_says_what_to_install_or_to_name(string service, params string[] hints)
    {
        await using var services = new ServicesDirectory().With("SAGAS_SERVICES_FROM", "");

        var (exitCode, output) = await services.StartAsync(service);

        exitCode.ShouldBe(1);
        foreach (var hint in hints)
            output.ShouldContain(hint);
    }
}
