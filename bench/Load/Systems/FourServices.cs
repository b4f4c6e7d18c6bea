using Npgsql;
using Sagas.TestKit;

namespace Sagas.Load.Systems;

/// <summary>The four services as four processes.</summary>
/// <param name="carrier">Whether the simulated carrier delivers the parcels while orders are placed.</param>
sealed class FourServices(bool carrier) : ISystem
{
    /// <summary>Five pools of this size fit into PostgreSQL's default of 100 connections, as in AllInOne.</summary>
    const int Connections = 18;

    static readonly (string Project, (string Name, string Database)[] Databases)[] Services =
    [
        ("OrderSaga", [("OrderSaga", "order_saga")]),
        ("Inventory", [("Inventory", "inventory")]),
        ("Payment", [("Payment", "payment"), ("PaymentGateway", "payment_gateway")]),
        ("Shipping", [("Shipping", "shipping")]),
    ];

    public string Name => "services";

    public async Task<RunningSystem> StartAsync(Ground ground, bool settled)
    {
        var addresses = Services.ToDictionary(service => service.Project, _ => Ports.NewAddress());
        var programs = new Dictionary<string, ChildProcess>();
        foreach (var (project, databases) in Services)
        {
            foreach (var (_, database) in databases)
                await ground.CreateDatabaseAsync(database);
            programs[project] = ChildProcess.StartHost(project, [], Environment(ground, settled, project, databases, addresses[project]));
        }

        var system = new RunningSystem(Name, addresses["OrderSaga"], programs, ground);
        return await system.ReadyAsync(addresses, inventory: addresses["Inventory"]);
    }

    Dictionary<string, string?> Environment(Ground ground, bool settled, string project, (string Name, string Database)[] databases, Uri address)
    {
        var environment = ground.Environment(settled);
        // Where its appsettings.json is; else the web server would log each request.
        environment["ASPNETCORE_CONTENTROOT"] = Path.GetDirectoryName(Repository.AssemblyOf(project));
        environment["Urls"] = address.GetLeftPart(UriPartial.Authority);
        environment["Shipping__SimulatedCarrier__Enabled"] = carrier ? "true" : "false";
        environment["ConnectionStrings__RabbitMq"] = ground.RabbitMq;
        foreach (var (name, database) in databases)
        {
            environment[$"ConnectionStrings__{name}"] = ConnectionString(ground, database, LoginRoles.App);
            environment[$"ConnectionStrings__{name}Owner"] = ConnectionString(ground, database, LoginRoles.Owner);
        }

        return environment;
    }

    static string ConnectionString(Ground ground, string database, string role) => new NpgsqlConnectionStringBuilder(PostgresServer.ConnectionString)
    {
        Database = ground.DatabasePrefix + database,
        Username = role,
        MaxPoolSize = Connections,
        ApplicationName = database,
    }.ConnectionString;
}
