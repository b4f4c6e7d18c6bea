using Sagas.BenchKit;
using Sagas.Load.Systems;

namespace Sagas.Load.Metering;

/// <summary>The meters of one system under load.</summary>
sealed class Meters : IAsyncDisposable
{
    public const string Generator = "generator";
    public const string RabbitMq = "rabbitmq";
    const string PostgreSql = "postgresql";

    readonly DatabaseServer _databases = new();
    readonly Broker _broker = new();
    readonly RunningSystem _system;
    readonly Dictionary<string, ProcessTree> _processes;

    Meters(RunningSystem system) => (_system, _processes) = (system, system.Processes.ToDictionary(process => process.Key, process => new ProcessTree(process.Value)));

    public static async Task<Meters> OfAsync(RunningSystem system)
    {
        var meters = new Meters(system);
        meters._processes[PostgreSql] = await meters._databases.ProcessesAsync();
        meters._processes[RabbitMq] = await meters._broker.ProcessesAsync();
        return meters;
    }

    public async Task<Reading> ReadAsync() => new(
        // Not the generator's tree: the system's processes are its children.
        _processes.ToDictionary(process => process.Key, process => process.Value.Cpu()).Append(new(Generator, Environment.CpuUsage.TotalTime)).ToDictionary(),
        await _databases.WritesAsync(),
        await _databases.CommitsAsync(_system.Ground.DatabasePrefix),
        await _databases.LogAsync());

    /// <summary>The most memory that each of the system's own processes ever had, in bytes, and RabbitMQ.</summary>
    public IReadOnlyDictionary<string, long> PeakMemory() => OfEach(process => process.PeakMemory());

    /// <summary>
    /// An estimate of the most memory that the system's own processes ever had together, in bytes: the sum of their peaks, less what is a file that several of them have mapped now, which is
    /// in memory once.
    /// </summary>
    public long PeakMemoryTogether()
    {
        var processes = _system.Processes.Keys.Select(name => _processes[name]).ToList();
        var files = processes.SelectMany(process => process.FileMemory()).ToLookup(file => file.Key, file => file.Value);
        return processes.Sum(process => process.PeakMemory()) - files.Sum(file => file.Sum() - file.Max());
    }

    /// <summary>The memory of each of them now, in bytes.</summary>
    public IReadOnlyDictionary<string, long> Memory() => OfEach(process => process.Memory());

    /// <summary>How many messages the system has published since it was started.</summary>
    public Task<long> PublishedAsync() => _broker.PublishedAsync(_system.Ground.VirtualHost);

    public async ValueTask DisposeAsync()
    {
        _broker.Dispose();
        await _databases.DisposeAsync();
    }

    /// <summary>Not PostgreSQL's: most of what its processes have is the same shared memory.</summary>
    Dictionary<string, long> OfEach(Func<ProcessTree, long> figure) =>
        _processes.Where(process => process.Key != PostgreSql).ToDictionary(process => process.Key, process => figure(process.Value));
}
