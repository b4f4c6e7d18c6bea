using System.Diagnostics;
using System.Globalization;

namespace Sagas.ReadSide.Benchmark;

/// <summary>The processor time that this process and the database's server processes have spent, in microseconds: on Linux, with the server on the same machine.</summary>
sealed record ProcessorTime(double Client, double Server)
{
    public static async Task<ProcessorTime> StartAsync(OrdersHost host) => new(OfThis(), await OfServerAsync(host));

    /// <summary>Since the start.</summary>
    public async Task<ProcessorTime> StopAsync(OrdersHost host) => new(OfThis() - Client, await OfServerAsync(host) - Server);

    static double OfThis()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalMicroseconds;
    }

    static async Task<double> OfServerAsync(OrdersHost host)
    {
        var processes = await host.ScalarAsync<int[]>("select array_agg(pid) from pg_stat_activity where datname = current_database()");
        return processes!.Sum(pid => Nanoseconds(pid) / 1_000.0);
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
