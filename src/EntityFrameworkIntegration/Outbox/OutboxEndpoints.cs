using System.Collections.Concurrent;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Finds the endpoint that a row is sent to. What was published goes out through the publish endpoint of its type, because only that one makes the broker
/// deliver it to those who consume the types that it implements.
/// </summary>
sealed class OutboxEndpoints(IBus bus)
{
    readonly ConcurrentDictionary<string, Func<Task<ISendEndpoint>>> _published = new();

    /// <summary>Tells of a message of this type that has become a row.</summary>
    public void Learn<T>(string destination)
        where T : class
    {
        if (!_published.ContainsKey(destination) && bus.Topology.TryGetPublishAddress<T>(out var address) && OutboxCapture.ShortAddress(address) == destination)
            _published.TryAdd(destination, bus.GetPublishSendEndpoint<T>);
    }

    /// <summary>
    /// Whether somebody has to be there for a message: it is sent to an endpoint. One that is published may interest nobody, and the owner of a temporary queue may be
    /// gone.
    /// </summary>
    public bool MustArrive<T>(Uri? destination)
        where T : class
    {
        if (destination is null || destination.Query.Contains("temporary=true", StringComparison.OrdinalIgnoreCase))
            return false;
        var address = OutboxCapture.ShortAddress(destination);
        Learn<T>(address);
        return !_published.ContainsKey(address);
    }

    public Task<ISendEndpoint> FindAsync(string destination) =>
        _published.TryGetValue(destination, out var published) ? published() : bus.GetSendEndpoint(new Uri(destination));
}
