using Npgsql;
using Sagas.AllInOne.Databases;
using Sagas.AllInOne.Tests.Support;

namespace Sagas.AllInOne.Tests.Databases;

public sealed class When_the_databases_are_provided : IAsyncDisposable
{
    readonly Server server = new();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task There_is_one_for_each_service_and_one_for_the_gateway_and_the_owner_role_owns_them()
    {
        await ProvideAsync(server.Databases);

        var owned = await server.NamesAsync(
            "select datname from pg_database join pg_roles on pg_roles.oid = datdba where datname like $1 and rolname = 'sagas_owner' order by 1");
        owned.Select(server.WithoutPrefix).ShouldBe(["inventory", "order_saga", "payment", "payment_gateway", "shipping"]);
    }

    [Fact]
    public async Task Every_connection_string_opens_as_the_role_that_it_is_for()
    {
        await ProvideAsync(server.Databases);

        var connections = server.Databases.ConnectionStrings();
        connections.Keys.ShouldBe(
            [
                "OrderSaga", "OrderSagaOwner", "Inventory", "InventoryOwner", "Payment", "PaymentOwner",
                "PaymentGateway", "PaymentGatewayOwner", "Shipping", "ShippingOwner",
            ],
            ignoreOrder: true);
        foreach (var (name, connectionString) in connections)
            (await UserOfAsync(connectionString)).ShouldBe(name.EndsWith("Owner", StringComparison.Ordinal) ? "sagas_owner" : "sagas_app");
    }

    [Fact]
    public async Task The_owner_can_migrate_and_the_app_cannot()
    {
        await ProvideAsync(server.Databases);

        await ExecuteAsync("InventoryOwner", "create table orders (id int)");
        var refusal = await Should.ThrowAsync<PostgresException>(() => ExecuteAsync("Inventory", "create table more_orders (id int)"));

        refusal.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task A_second_start_keeps_what_is_there()
    {
        await ProvideAsync(server.Databases);
        await ExecuteAsync("InventoryOwner", "create table kept (id int)");

        await ProvideAsync(server.Databases);

        await ExecuteAsync("InventoryOwner", "select from kept");
    }

    [Fact]
    public async Task Many_at_once_do_not_get_in_each_others_way()
    {
        await using var another = new Server();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(turn => ProvideAsync(turn % 2 == 0 ? server.Databases : another.Databases)));

        (await UserOfAsync(another.Databases.ConnectionStrings()["Shipping"])).ShouldBe("sagas_app");
    }

    [Fact]
    public async Task A_role_with_another_password_is_left_alone_and_named()
    {
        await ProvideAsync(server.Databases);
        var passwords = new Dictionary<string, string?>(server.Databases.Passwords) { ["sagas_app"] = "another" };

        var exception = await Should.ThrowAsync<SettingsException>(() => ProvideAsync(server.Databases with { Passwords = passwords }));

        exception.Message.ShouldStartWith("The server has a role sagas_app that cannot log in as expected: ");
        exception.Message.ShouldEndWith("Set SAGAS_APP_PASSWORD to its password.");
        (await UserOfAsync(server.Databases.ConnectionStrings()["Shipping"])).ShouldBe("sagas_app");
    }

    static Task ProvideAsync(DatabaseServer databases) => new DatabaseProvisioning(databases).ProvisionAsync(CancellationToken.None);

    Task<object?> ExecuteAsync(string connection, string statement) => ScalarAsync(server.Databases.ConnectionStrings()[connection], statement);

    static async Task<string> UserOfAsync(string connectionString) => (string)(await ScalarAsync(connectionString, "select current_user::text"))!;

    static async Task<object?> ScalarAsync(string connectionString, string query)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(query, connection);
        return await command.ExecuteScalarAsync();
    }
}
