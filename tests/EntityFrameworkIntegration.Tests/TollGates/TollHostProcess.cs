namespace Sagas.EntityFrameworkIntegration.Tests.TollGates;

/// <summary>A host with gates in a process of its own, to be killed.</summary>
static class TollHostProcess
{
    public const string Ready = "gates are open";

    /// <param name="arguments">The database's connection string and RabbitMQ's.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        await using var host = await TollHost.StartAsync(arguments[0], new TollHostSettings { RabbitMq = arguments[1], Observed = false, Retries = 100 });
        Console.WriteLine(Ready);
        await host.UntilStoppedAsync();
        return 0;
    }
}
