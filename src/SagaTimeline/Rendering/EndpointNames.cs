using System.Globalization;

namespace Sagas.SagaTimeline;

/// <summary>Names for people: endpoints are called <c>place-order</c>, and whoever reads a timeline knows PlaceOrder.</summary>
public static class EndpointNames
{
    /// <summary>A saga, by its instance's type name: without the word State.</summary>
    /// <param name="sagaType">The type's name.</param>
    public static string Saga(string sagaType) =>
        sagaType.Length > 5 && sagaType.EndsWith("State", StringComparison.Ordinal) ? sagaType[..^5] : sagaType;

    /// <summary>A sender or receiver. Whoever has no endpoint of its own, or one that lives no longer than its process, is a client.</summary>
    /// <param name="endpoint">The endpoint's name.</param>
    public static string Party(string? endpoint)
    {
        if (string.IsNullOrEmpty(endpoint) || endpoint.Contains("_bus_", StringComparison.Ordinal))
            return "a client";
        return string.Concat(endpoint.Split('-', '_', '.', ' ').Where(word => word.Length > 0).Select(Capitalised));
    }

    /// <summary>Whether a message was published: the exchange of a message type bears the type's name.</summary>
    /// <param name="message">The message.</param>
    public static bool IsPublished(SentMessage message) => message.To == message.Type || message.To.EndsWith($":{message.Type}", StringComparison.Ordinal);

    static string Capitalised(string word) => char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..];
}
