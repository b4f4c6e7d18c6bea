using System.Net;
using System.Net.Sockets;

namespace Sagas.TestKit;

/// <summary>A line to a server that a test can cut and mend, as if the server had gone and come back.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    readonly Uri _server;
    readonly CancellationTokenSource _stop = new();
    readonly HashSet<TcpClient> _connections = [];
    readonly TcpListener _listener;
    readonly Task _accepting;
    volatile bool _isCut;

    public TcpProxy(Uri server)
    {
        _server = server;
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        Address = new UriBuilder(server) { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;
        _accepting = AcceptAsync();
    }

    /// <summary>The server's address with this line's host and port.</summary>
    public Uri Address { get; }

    /// <summary>Breaks what is open, and whatever is opened from now on.</summary>
    public void Cut()
    {
        _isCut = true;
        lock (_connections)
        {
            foreach (var connection in _connections)
                connection.Dispose();
            _connections.Clear();
        }
    }

    public void Mend() => _isCut = false;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        _stop.Dispose();
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        using var server = new TcpClient();
        lock (_connections)
        {
            if (_isCut)
                return;
            _connections.Add(client);
            _connections.Add(server);
        }

        try
        {
            await server.ConnectAsync(_server.Host, _server.Port, _stop.Token);
            await Task.WhenAny(
                client.GetStream().CopyToAsync(server.GetStream(), _stop.Token),
                server.GetStream().CopyToAsync(client.GetStream(), _stop.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // Cut, or one of the two hung up: the other is hung up on by leaving.
        }
    }
}
