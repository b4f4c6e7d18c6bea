namespace Sagas.BenchKit;

/// <summary>
/// The processor time that this process and the whole database server have spent: its workers that have ended too. What else the machine does takes wall time from both sides of a comparison,
/// and not evenly; this it leaves alone. On Linux, with the server on the same machine; elsewhere the server's part is missing.
/// </summary>
public sealed class CpuMeter
{
    readonly ProcessTree? _server;
    readonly TimeSpan _clientBefore, _serverBefore;

    CpuMeter(ProcessTree? server) => (_server, _clientBefore, _serverBefore) = (server, Environment.CpuUsage.TotalTime, server?.Cpu() ?? default);

    /// <summary>Begins to measure.</summary>
    /// <param name="backend">What <c>pg_backend_pid()</c> says on any connection.</param>
    public static CpuMeter Start(int backend) => new(ProcessTree.OfPostgres(backend));

    /// <summary>What was spent since.</summary>
    public CpuTime Stop() => new(Environment.CpuUsage.TotalTime - _clientBefore, (_server?.Cpu() ?? default) - _serverBefore);
}

/// <summary>Processor time.</summary>
/// <param name="Client">Of this process.</param>
/// <param name="Server">Of the database server's processes.</param>
public readonly record struct CpuTime(TimeSpan Client, TimeSpan Server)
{
    /// <summary>Both, in microseconds.</summary>
    public double Microseconds => (Client + Server).TotalMicroseconds;
}
