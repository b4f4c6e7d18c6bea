using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit.EntityFrameworkCoreIntegration;
using Sagas.Contracts;

namespace Sagas.ServiceDefaults.DeadLetters;

/// <summary>
/// A dead letter's message as people may see it: what its class marks as sensitive or personal is masked, and wherever else the same value stands. Nothing is shown
/// of a message whose class is not known, because nothing says what may be.
/// </summary>
sealed class MaskedMessage
{
    const string Stars = "***";

    /// <summary>A shorter value could be part of any word.</summary>
    const int ShortestSecret = 4;

    readonly HashSet<string> _secrets = [];

    public JsonNode? Body { get; private set; }

    public static MaskedMessage Of(DeadLetter letter)
    {
        var masked = new MaskedMessage();
        masked.Body = masked.Show(letter);
        return masked;
    }

    /// <summary>A text that may quote the message: an exception that names the token that was refused, for example.</summary>
    public string? Mask(string? text) =>
        text is null ? null : _secrets.OrderByDescending(secret => secret.Length).Aggregate(text, (masked, secret) => masked.Replace(secret, Stars, StringComparison.Ordinal));

    JsonNode Show(DeadLetter letter)
    {
        if (MessageTypes.Find(letter.MessageType) is not { } type)
            return $"({letter.Body.Length} bytes, not shown: this host does not know the message's class, which would say what may be.)";
        if (Parse(letter.Body) is not JsonObject body)
            return $"({letter.Body.Length} bytes, not shown: they are no JSON object.)";

        var isEnvelope = letter.ContentType?.StartsWith("application/vnd.masstransit+json", StringComparison.OrdinalIgnoreCase) == true;
        MaskMarked(isEnvelope ? body["message"] : body, type);
        return Mask((JsonNode)body)!;
    }

    static JsonNode? Parse(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    void MaskMarked(JsonNode? node, Type type)
    {
        if (node is JsonArray array)
        {
            foreach (var element in array)
                MaskMarked(element, ElementOf(type));
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                // A field that the class does not have came from a newer release, and may be anything.
                if (Property(type, name) is { } property && !IsMarked(property) && !IsMarked(property.PropertyType))
                    MaskMarked(value, property.PropertyType);
                else if (value is not null)
                    members[name] = Hide(value);
            }
        }
    }

    string Hide(JsonNode secret)
    {
        switch (secret)
        {
            case JsonObject members:
                foreach (var (_, value) in members)
                    Hide(value ?? "");
                break;
            case JsonArray elements:
                foreach (var element in elements)
                    Hide(element ?? "");
                break;
            default:
                if (secret.ToString() is { Length: >= ShortestSecret } text)
                    _secrets.Add(text);
                break;
        }

        return Stars;
    }

    public JsonNode? Mask(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Mask(member.Value)))),
        JsonArray elements => new JsonArray([.. elements.Select(element => Mask(element))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Mask(value.GetValue<string>()),
        _ => node?.DeepClone(),
    };

    static Type ElementOf(Type type) => type.GetElementType()
        ?? type.GetInterfaces().Append(type).FirstOrDefault(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GenericTypeArguments[0]
        ?? type;

    static PropertyInfo? Property(Type type, string name) => (Nullable.GetUnderlyingType(type) ?? type).GetInterfaces().Prepend(Nullable.GetUnderlyingType(type) ?? type)
        .Select(declaring => declaring.GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)).FirstOrDefault(property => property is not null);

    static bool IsMarked(MemberInfo member) => member.IsDefined(typeof(SensitiveAttribute), inherit: true) || member.IsDefined(typeof(PersonalAttribute), inherit: true);
}
