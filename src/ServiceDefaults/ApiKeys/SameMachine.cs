using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;

namespace Sagas.ServiceDefaults.ApiKeys;

/// <summary>
/// Tells what a program on this machine asks from what others ask through it. A proxy beside the host comes from loopback, whomever it asks for; and so does a browser,
/// led here by a web page whose name somebody has pointed at 127.0.0.1.
/// </summary>
sealed class SameMachine(IServer server)
{
    static readonly string[] Names = ["localhost", "127.0.0.1", "[::1]"];
    static readonly string[] MarksOfProxies = ["Forwarded", "X-Forwarded-", "X-Original-", "X-Real-IP", "Via"];

    public bool Asks(HttpContext http) => IsNear(http.Connection.RemoteIpAddress) && IsNamedDirectly(http.Request.Host) && !IsHandedOn(http.Request.Headers);

    /// <summary>Without an address it came from inside of the process, as a test server's do; or over a Unix socket or a pipe, and anybody may be behind those.</summary>
    bool IsNear(IPAddress? address) => address is null ? !ListensOnSocketsWithoutAddress() : IPAddress.IsLoopback(address);

    bool ListensOnSocketsWithoutAddress() => server.Features.Get<IServerAddressesFeature>()?.Addresses
        .Any(address => address.Contains("://unix:", StringComparison.OrdinalIgnoreCase) || address.Contains("://pipe:", StringComparison.OrdinalIgnoreCase)) == true;

    static bool IsNamedDirectly(HostString host) => Names.Contains(host.Host, StringComparer.OrdinalIgnoreCase);

    static bool IsHandedOn(IHeaderDictionary headers) =>
        headers.Keys.Any(header => MarksOfProxies.Any(mark => header.StartsWith(mark, StringComparison.OrdinalIgnoreCase)));
}
