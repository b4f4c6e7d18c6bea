using System.Diagnostics;
using System.Globalization;

namespace Sagas.EventStore.Benchmark;

/// <summary>
/// The processor time that this process and the database's server processes have spent. What else the machine does takes wall time from both sides of a comparison, and not evenly;
/// this it leaves alone. On Linux, with the server on the same machine; elsewhere the server's part is missing.
/// </summary>
sealed class CpuMeter
{
    readonly TimeSpan _client;
    readonly Dictionary<int, long> _server;

    CpuMeter(TimeSpan client, Dictionary<int, long> server) => (_client, _server) = (client, server);

    public static async Task<CpuMeter> StartAsync(StoreDatabase database) => new(Client(), await ServerAsync(database));

    /// <summary>Microseconds since the start.</summary>
    public async Task<double> StopAsync(StoreDatabase database)
    {
        var client = Client() - _client;
        var server = await ServerAsync(database);
        return client.TotalMicroseconds + (server.Sum(process => process.Value - _server.GetValueOrDefault(process.Key)) / 1_000.0);
    }

    static TimeSpan Client()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    static async Task<Dictionary<int, long>> ServerAsync(StoreDatabase database)
    {
        var processes = await database.ScalarAsync<int[]>("select array_agg(pid) from pg_stat_activity where datname = current_database()");
        return processes!.ToDictionary(pid => pid, Nanoseconds);
    }

    static long Nanoseconds(int pid)
    {
        try
        {
            return long.Parse(File.ReadAllText($"/proc/{pid}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It has ended, or there is no such file here.
            return 0;
        }
    }
}
