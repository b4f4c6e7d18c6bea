namespace Sagas.EntityFrameworkIntegration.Tests.TollGates;

/// <summary>A host with gates in a process of its own, to be killed.</summary>
static class TollHostProcess
{
    public const string Ready = "gates are open";

    /// <param name="arguments">The database's connection string and RabbitMQ's.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        // Retries enough for many cars at one gate, and a lease that a test can wait for.
        var settings = new TollHostSettings { RabbitMq = arguments[1], Observed = false, Retries = 100, Outbox = new() { Lease = TimeSpan.FromSeconds(2) } };
        await using var host = await TollHost.StartAsync(arguments[0], settings);
        Console.WriteLine(Ready);
        await host.UntilStoppedAsync();
        return 0;
    }
}
