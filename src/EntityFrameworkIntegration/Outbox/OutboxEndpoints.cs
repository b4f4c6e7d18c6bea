using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Finds the endpoint that a row is sent to. What was published goes out through the publish endpoint of its type, because only that one makes the broker
/// deliver it to those who consume the types that it implements.
/// </summary>
sealed class OutboxEndpoints(IBus bus)
{
    /// <summary>The property of a published row that names its class, with its assembly: the process that sends it may not have published one of its kind before.</summary>
    public const string PublishedType = "PublishedType";

    readonly ConcurrentDictionary<string, Func<Task<ISendEndpoint>>> _published = new();

    /// <summary>Whether a message goes to all who are interested in its type, instead of to an endpoint.</summary>
    public bool IsPublished<T>(Uri? destination)
        where T : class
    {
        if (destination is null)
            return false;
        var address = OutboxCapture.ShortAddress(destination);
        if (!_published.ContainsKey(address) && bus.Topology.TryGetPublishAddress<T>(out var publishAddress) && OutboxCapture.ShortAddress(publishAddress) == address)
            _published.TryAdd(address, bus.GetPublishSendEndpoint<T>);
        return _published.ContainsKey(address);
    }

    /// <summary>
    /// Whether somebody has to be there for a message that is not published. A broker drops what has no queue to go to, unless it has to return it; but the owner of
    /// a temporary queue may be gone.
    /// </summary>
    public static bool MustArrive(Uri? destination) => destination?.Query.Contains("temporary=true", StringComparison.OrdinalIgnoreCase) == false;

    public Task<ISendEndpoint> FindAsync(OutboxMessage message)
    {
        if (!_published.ContainsKey(message.Destination) && ClassOf(message) is { } type)
            _published.TryAdd(message.Destination, PublisherOf(type));
        return _published.TryGetValue(message.Destination, out var publisher) ? publisher() : bus.GetSendEndpoint(new Uri(message.Destination));
    }

    /// <returns><c>null</c> for what is sent to an endpoint, and for a class that this process does not have: then those who consume just that class get it.</returns>
    static Type? ClassOf(OutboxMessage message)
    {
        if (message.Properties?.Contains(PublishedType, StringComparison.Ordinal) != true)
            return null;
        using var properties = JsonDocument.Parse(message.Properties);
        return properties.RootElement.TryGetProperty(PublishedType, out var name) && name.GetString() is { } text
            ? Type.GetType(text, Load, typeResolver: null, throwOnError: false)
            : null;
    }

    /// <summary>By its name alone: the row may have been written by another release.</summary>
    static Assembly? Load(AssemblyName name)
    {
        try
        {
            return Assembly.Load(new AssemblyName(name.Name!));
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException)
        {
            return null;
        }
    }

    Func<Task<ISendEndpoint>> PublisherOf(Type type) =>
        typeof(IPublishEndpointProvider).GetMethod(nameof(IPublishEndpointProvider.GetPublishSendEndpoint))!.MakeGenericMethod(type).CreateDelegate<Func<Task<ISendEndpoint>>>(bus);
}
