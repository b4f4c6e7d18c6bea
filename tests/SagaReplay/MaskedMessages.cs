using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MassTransit;
using MassTransit.Events;
using MassTransit.Metadata;
using Sagas.SagaTimeline.Masking;

namespace Sagas.SagaReplay;

/// <summary>Makes messages of what was recorded of them. Where a mask hides a value that is no text, something of its type stands in for it.</summary>
static class MaskedMessages
{
    static readonly JsonSerializerOptions Json = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static object Read(JsonElement recorded, Type type)
    {
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(Fault<>))
            return Unmask(JsonSerializer.SerializeToNode(recorded), type).Deserialize(type, Json)!;
        var failed = type.GenericTypeArguments[0];
        return Activator.CreateInstance(
            typeof(FaultEvent<>).MakeGenericType(failed),
            Read(recorded.GetProperty(nameof(Fault<object>.Message)), failed), null, HostMetadataCache.Host, new InvalidOperationException("What was recorded."), Array.Empty<string>())!;
    }

    public static bool IsMask(JsonElement? value) => value is { ValueKind: JsonValueKind.String } text && text.GetString() == Masks.Text;

    static JsonNode? Unmask(JsonNode? node, Type type)
    {
        switch (node)
        {
            case JsonValue when type != typeof(string) && IsMask(node.GetValue<JsonElement>()):
                return StandIn(type);
            case JsonObject members when Json.GetTypeInfo(type) is { Kind: JsonTypeInfoKind.Object } info:
                foreach (var property in info.Properties.Where(property => members.ContainsKey(property.Name)))
                    members[property.Name] = Unmask(members[property.Name]?.DeepClone(), property.PropertyType);
                return members;
            case JsonArray elements when Json.GetTypeInfo(type).ElementType is { } element:
                return new JsonArray([.. elements.Select(each => Unmask(each?.DeepClone(), element))]);
            default:
                return node;
        }
    }

    static JsonNode? StandIn(Type type)
    {
        if (type == typeof(string))
            return JsonValue.Create(Masks.Text);
        if (Nullable.GetUnderlyingType(type) is not null)
            return null;
        return Json.GetTypeInfo(type) switch
        {
            { Kind: JsonTypeInfoKind.Object } info => new JsonObject(info.Properties.Where(property => property.IsRequired || !property.IsSetNullable)
                .Select(property => KeyValuePair.Create(property.Name, StandIn(property.PropertyType)))),
            { Kind: JsonTypeInfoKind.Enumerable } => new JsonArray(),
            { Kind: JsonTypeInfoKind.Dictionary } => new JsonObject(),
            _ => JsonSerializer.SerializeToNode(Activator.CreateInstance(type), type, Json),
        };
    }
}
