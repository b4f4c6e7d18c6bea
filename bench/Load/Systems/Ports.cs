using System.Net;
using System.Net.Sockets;

namespace Sagas.Load.Systems;

static class Ports
{
    /// <summary>A port of the loopback address that nobody listens on.</summary>
    public static Uri NewAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}");
    }
}
