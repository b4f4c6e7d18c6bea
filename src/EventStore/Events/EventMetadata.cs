using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sagas.EventStore;

/// <summary>Who caused an event, why, and as part of what.</summary>
public sealed record EventMetadata
{
    /// <summary>Who: a person, an API key's name, a service.</summary>
    public required string Actor { get; init; }

    /// <summary>Why, in words, where somebody gave a reason.</summary>
    public string? Reason { get; init; }

    /// <summary>The process that the event is part of: a saga's correlation id.</summary>
    public Guid? CorrelationId { get; init; }

    /// <summary>The message that led to the event.</summary>
    public Guid? CausationId { get; init; }

    /// <summary>The W3C trace id that was current.</summary>
    public string? TraceId { get; init; }

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, EventMetadataJson.Default.EventMetadata);

    internal static EventMetadata FromJson(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, EventMetadataJson.Default.EventMetadata)!;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EventMetadata))]
sealed partial class EventMetadataJson : JsonSerializerContext;
