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
        var system = new RunningSystem(Name, address, new Dictionary<string, ChildProcess> { [Name] = program }, ground);
        return await system.ReadyAsync(new Dictionary<string, Uri> { [Name] = address }, inventory: address);
    }
}
