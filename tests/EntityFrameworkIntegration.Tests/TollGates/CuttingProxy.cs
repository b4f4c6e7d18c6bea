using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Sagas.EntityFrameworkIntegration.Tests.TollGates;

/// <summary>Stands between a host and its PostgreSQL, and cuts the line when the server reports a commit.</summary>
public sealed class CuttingProxy : IAsyncDisposable
{
    static readonly byte[] Committed = "COMMIT\0"u8.ToArray();

    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly NpgsqlConnectionStringBuilder _server;
    readonly CancellationTokenSource _stop = new();
    readonly Task _accepting;
    int _armed;
    int _cuts;

    public CuttingProxy(string connectionString)
    {
        _server = new NpgsqlConnectionStringBuilder(connectionString);
        _listener.Start();
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
            SslMode = SslMode.Disable,
        }.ConnectionString;
        _accepting = AcceptAsync();
    }

    public string ConnectionString { get; }

    public int Cuts => _cuts;

    /// <summary>The next commit's confirmation is lost, and the connection with it.</summary>
    public void CutNextCommit() => Volatile.Write(ref _armed, 1);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
            _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
    }

    async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            await server.ConnectAsync(_server.Host!, _server.Port, _stop.Token);
            var there = PumpAsync(client.GetStream(), server.GetStream(), _ => false);
            var back = PumpAsync(server.GetStream(), client.GetStream(), CutsAt);
            await Task.WhenAny(there, back);
        }
    }

    bool CutsAt(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOf(Committed) < 0 || Interlocked.Exchange(ref _armed, 0) == 0)
            return false;
        Interlocked.Increment(ref _cuts);
        return true;
    }

    async Task PumpAsync(NetworkStream from, NetworkStream to, Cut cuts)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer, _stop.Token)) > 0 && !cuts(buffer.AsSpan(0, read)))
                await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The other side is gone.
        }
    }

    delegate bool Cut(ReadOnlySpan<byte> bytes);
}
