using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit.EntityFrameworkCoreIntegration;
using Sagas.Contracts;

namespace Sagas.ServiceDefaults.DeadLetters;

/// <summary>
/// A dead letter's message as people may see it: what its class marks as sensitive or personal is masked, and wherever else the same value stands. Nothing is shown
/// of a message whose class is not known, because nothing says what may be; nor of one that can't be read, because nobody knows what it holds. Then its headers and
/// what its exception says are not shown either: they may quote it.
/// </summary>
sealed class MaskedMessage
{
    const string Stars = "***";
    const string NotShown = "(not shown)";

    /// <summary>A shorter value could be part of any word.</summary>
    const int ShortestSecret = 4;

    static readonly JsonNodeOptions AsMassTransitReads = new() { PropertyNameCaseInsensitive = true };
    static readonly JsonDocumentOptions WithoutDuplicates = new() { AllowDuplicateProperties = false };

    readonly HashSet<string> _secrets = [];
    bool _isUnderstood;

    public JsonNode? Body { get; private set; }

    public static MaskedMessage Of(DeadLetter letter)
    {
        var masked = new MaskedMessage();
        try
        {
            masked.Body = masked.Show(letter);
            masked._isUnderstood = true;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException or NotUnderstoodException)
        {
            // Besides what is no JSON: keys that differ only in case, and escapes that stand for half a character.
            var because = exception is NotUnderstoodException ? exception.Message : "they can't be read.";
            masked.Body = $"({letter.Body.Length} bytes, not shown: {because})";
        }

        return masked;
    }

    /// <summary>What is kept of a dead letter that somebody has decided: what people could see of it.</summary>
    public static DeadLetter Redact(DeadLetter letter)
    {
        var masked = Of(letter);
        return letter with
        {
            Headers = masked.MaskHeaders(letter.Headers)?.ToJsonString() ?? "null",
            Body = JsonSerializer.SerializeToUtf8Bytes(masked.Body),
            FaultMessage = letter.Reason == DeadLetterReason.Skipped ? letter.FaultMessage : masked.Mask(letter.FaultMessage),
            FaultStack = masked.Mask(letter.FaultStack),
        };
    }

    /// <summary>A text that may quote the message: an exception that names the token that was refused, for example.</summary>
    public string? Mask(string? text) => text is null ? null : _isUnderstood ? Hide(text) : NotShown;

    /// <summary>The headers, which may quote the message too.</summary>
    public JsonNode? MaskHeaders(string headers)
    {
        try
        {
            return _isUnderstood ? Mask(JsonNode.Parse(headers)) : NotShown;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            return NotShown;
        }
    }

    string Hide(string text) =>
        _secrets.OrderByDescending(secret => secret.Length).Aggregate(text, (masked, secret) => masked.Replace(secret, Stars, StringComparison.Ordinal));

    JsonNode Show(DeadLetter letter)
    {
        if (MessageTypes.Find(letter.MessageType) is not { } type)
            throw new NotUnderstoodException("this host does not know the message's class, which would say what may be.");
        if (JsonNode.Parse(letter.Body, AsMassTransitReads, WithoutDuplicates) is not JsonObject body)
            throw new NotUnderstoodException("they are no JSON object.");

        var isEnvelope = letter.ContentType?.StartsWith("application/vnd.masstransit+json", StringComparison.OrdinalIgnoreCase) == true;
        if ((isEnvelope ? body["message"] : body) is not JsonObject message)
            throw new NotUnderstoodException("the envelope has no message.");
        MaskMarked(message, type);
        return Mask((JsonNode)body)!;
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

    JsonNode? Mask(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Mask(member.Value)))),
        JsonArray elements => new JsonArray([.. elements.Select(element => Mask(element))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Hide(value.GetValue<string>()),
        _ => node?.DeepClone(),
    };

    static Type ElementOf(Type type) => type.GetElementType()
        ?? type.GetInterfaces().Append(type).FirstOrDefault(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GenericTypeArguments[0]
        ?? type;

    static PropertyInfo? Property(Type type, string name) => (Nullable.GetUnderlyingType(type) ?? type).GetInterfaces().Prepend(Nullable.GetUnderlyingType(type) ?? type)
        .Select(declaring => declaring.GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)).FirstOrDefault(property => property is not null);

    static bool IsMarked(MemberInfo member) => member.IsDefined(typeof(SensitiveAttribute), inherit: true) || member.IsDefined(typeof(PersonalAttribute), inherit: true);

    sealed class NotUnderstoodException(string because) : Exception(because);
}
