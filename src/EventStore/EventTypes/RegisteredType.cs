using System.Text.Json.Serialization.Metadata;

namespace Sagas.EventStore;

/// <summary>A type of event with how a map's options spell it, which is looked up once and not for each event.</summary>
sealed record RegisteredType(EventType Type, JsonTypeInfo Json)
{
    /// <summary>The upcasters in the order in which they lift.</summary>
    internal IUpcaster[] Lifts { get; } = [.. Type.Upcasters.OrderBy(upcaster => upcaster.From)];
}
