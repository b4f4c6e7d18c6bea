using Sagas.TestKit;

namespace Sagas.Ops.Tests;

/// <summary>eng/services.sh and a directory for it, with none of this test run's own servers in the environment.</summary>
sealed class ServicesDirectory : IAsyncDisposable
{
    static readonly TimeSpan Bound = TimeSpan.FromMinutes(4);

    readonly Dictionary<string, string?> environment = new()
    {
        ["SAGAS_POSTGRES"] = null,
        ["SAGAS_RABBITMQ"] = null,
        ["SAGAS_RABBITMQ_MANAGEMENT"] = null,
        ["SAGAS_SERVICES_FROM"] = "installed docker",
    };

    public string Path { get; } = System.IO.Path.Combine(Directory.CreateTempSubdirectory("sagas-ops-").FullName, "services");

    public ServicesDirectory With(string variable, string value)
    {
        environment[variable] = value;
        return this;
    }

    public Task<(int ExitCode, string Output)> StartAsync(params string[] services) => RunAsync(["start", Path, .. services]);

    public Task<(int ExitCode, string Output)> StopAsync() => RunAsync(["stop", Path]);

    /// <summary>What DIR/env exports.</summary>
    public IReadOnlyDictionary<string, string> Exports() =>
        File.ReadLines(System.IO.Path.Combine(Path, "env"))
            .Select(line => line["export ".Length..].Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1].Trim('\'').Replace("\\", "", StringComparison.Ordinal));

    /// <summary>The servers' process numbers; empty where they run as containers.</summary>
    public IReadOnlyList<int> Processes() =>
        [.. Directory.GetFiles(Path, "*.process").Select(record => int.Parse(File.ReadAllText(record).Split(' ')[0], provider: null))];

    public async ValueTask DisposeAsync()
    {
        await RunAsync(["remove", Path]);
        Directory.GetParent(Path)!.Delete(recursive: true);
    }

    async Task<(int ExitCode, string Output)> RunAsync(IEnumerable<string> arguments)
    {
        await using var script = ChildProcess.Start(System.IO.Path.Combine(Repository.Root, "eng/services.sh"), arguments, environment);
        var exitCode = await script.WaitForExitAsync(Bound);
        return (exitCode, script.Output);
    }
}
