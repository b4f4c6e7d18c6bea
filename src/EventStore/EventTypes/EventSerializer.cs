using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sagas.EventStore;

/// <summary>Turns events into what is stored, and what is stored, of whatever version, into today's events.</summary>
public sealed class EventSerializer(EventTypeMap types)
{
    /// <summary>The types it knows.</summary>
    public EventTypeMap Types { get; } = types;

    /// <summary>The stored name of an event.</summary>
    /// <exception cref="ArgumentException">The event's class is not registered.</exception>
    public string NameOf(object @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        return Types.Of(@event.GetType()).Type.Name;
    }

    /// <summary>An event in its stored form, personal data apart.</summary>
    /// <exception cref="ArgumentException">The event's class is not registered.</exception>
    public EventData Serialize(object @event, Guid eventId, EventMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(@event);
        var (type, json) = Types.Of(@event.GetType());
        var (data, personal) = type.Personal.Count == 0
            ? (JsonSerializer.SerializeToUtf8Bytes(@event, json), null)
            : Split(JsonSerializer.SerializeToNode(@event, json)!.AsObject(), type);

        return new EventData
        {
            EventId = eventId,
            Type = type.Name,
            SchemaVersion = type.SchemaVersion,
            Data = data,
            Personal = personal,
            Metadata = metadata,
        };
    }

    /// <summary>The event in today's form. Personal data is back in its place, or its erased marker is.</summary>
    /// <exception cref="UnreadableEventException">Its type is unknown, its version is newer than this code, or no upcaster leads to today's.</exception>
    public object Deserialize(RecordedEvent recorded)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        var type = Types.Of(recorded.Type, recorded.SchemaVersion, recorded.Stream, recorded.Version);
        return Deserialize(type, recorded.SchemaVersion, recorded.Data.Span, recorded.Personal is null ? default : recorded.Personal.Value.Span);
    }

    /// <param name="type">A type of <see cref="Types" />.</param>
    /// <param name="schemaVersion">The version that it was stored in.</param>
    /// <param name="data">The event as UTF-8 JSON, without what is personal.</param>
    /// <param name="personal">What is personal; empty when nothing was, or once it is erased.</param>
    internal static object Deserialize(RegisteredType type, int schemaVersion, ReadOnlySpan<byte> data, ReadOnlySpan<byte> personal)
    {
        if (schemaVersion == type.Type.SchemaVersion && personal.IsEmpty)
            return JsonSerializer.Deserialize(data, type.Json)!;

        var whole = JsonNode.Parse(data)!.AsObject();
        if (!personal.IsEmpty)
            PersonalSplit.PutBack(JsonNode.Parse(personal)!.AsObject(), whole);
        foreach (var upcaster in type.Lifts.AsSpan(schemaVersion - type.Type.OldestReadable))
            whole = upcaster.Upcast(whole);
        return whole.Deserialize(type.Json)!;
    }

    (byte[] Data, byte[]? Personal) Split(JsonObject data, EventType type)
    {
        var personal = PersonalSplit.Take(type.Personal, data);
        return (Bytes(data), personal is null ? null : Bytes(personal));
    }

    byte[] Bytes(JsonObject json) => JsonSerializer.SerializeToUtf8Bytes(json, Types.Json);
}
