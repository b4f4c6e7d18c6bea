using Sagas.Load.Orders;
using Sagas.TestKit;

namespace Sagas.Load.Systems;

/// <summary>The four services in one process, over RabbitMQ, as they are installed.</summary>
/// <param name="carrier">Whether the simulated carrier delivers the parcels while orders are placed.</param>
sealed class AllInOne(bool carrier) : ISystem
{
    public string Name => "allinone";

    public async Task<RunningSystem> StartAsync(Ground ground, bool settled)
    {
        var environment = ground.Environment(settled);
        environment["Shipping__SimulatedCarrier__Enabled"] = carrier ? "true" : "false";
        var address = Ports.NewAddress();
        var program = ChildProcess.StartHost("AllInOne", ["serve", "--rabbitmq", "--port", $"{address.Port}"], environment);
        await program.WaitForHttpAsync(new Uri(address, "/health/ready"), TimeSpan.FromMinutes(2));
        using var inventory = new HttpClient { BaseAddress = address };
        await Shelves.FillAsync(inventory);
        return new RunningSystem(Name, address, new Dictionary<string, ChildProcess> { ["allinone"] = program }, ground);
    }
}
