using System.Net.Sockets;

namespace Sagas.TestKit;

/// <summary>What an HTTP client throws when the process that it talks to dies.</summary>
public static class Unanswered
{
    /// <summary>Whether a request had no answer. A line that broke while it was being made is told by the socket itself, and not by the client.</summary>
    public static bool Is(Exception exception) => exception is HttpRequestException or IOException or SocketException or TaskCanceledException;
}
