namespace Sagas.TestKit;

/// <summary>A server of one test alone, which may stop it, crash it and start it again: with the same data, under the same address.</summary>
public sealed class PrivateServer : IAsyncDisposable
{
    static readonly TimeSpan Bound = TimeSpan.FromMinutes(4);

    /// <summary>The test run's own servers are none of its.</summary>
    static readonly Dictionary<string, string?> Environment = new() { ["SAGAS_POSTGRES"] = null, ["SAGAS_RABBITMQ"] = null, ["SAGAS_RABBITMQ_MANAGEMENT"] = null };

    readonly string _service;
    readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sagas-server-");

    PrivateServer(string service) => _service = service;

    public string ConnectionString { get; private set; } = "";

    /// <param name="service"><c>postgres</c> or <c>rabbitmq</c>.</param>
    public static async Task<PrivateServer> StartAsync(string service)
    {
        var server = new PrivateServer(service);
        await server.StartAsync();
        return server;
    }

    /// <summary>Until it answers.</summary>
    public async Task StartAsync()
    {
        await RunAsync("start", _service);
        var export = $"export SAGAS_{_service.ToUpperInvariant()}=";
        ConnectionString = File.ReadLines(Path.Combine(Services, "env")).Single(line => line.StartsWith(export, StringComparison.Ordinal))[export.Length..].Trim('\'');
    }

    /// <summary>As for maintenance: it says goodbye.</summary>
    public Task StopAsync() => RunAsync("stop");

    /// <summary>As when the machine fails: without a word.</summary>
    public Task CrashAsync() => RunAsync("crash", _service);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("remove");
        _directory.Delete(recursive: true);
    }

    string Services => Path.Combine(_directory.FullName, "services");

    async Task RunAsync(string command, params string[] services)
    {
        await using var script = ChildProcess.Start(Path.Combine(Repository.Root, "eng/services.sh"), [command, Services, .. services], Environment);
        (await script.WaitForExitAsync(Bound)).ShouldBe(0, script.Output);
    }
}
