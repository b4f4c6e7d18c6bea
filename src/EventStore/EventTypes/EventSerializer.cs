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
        return Types.Of(@event.GetType()).Name;
    }

    /// <summary>An event in its stored form, personal data apart.</summary>
    /// <exception cref="ArgumentException">The event's class is not registered.</exception>
    public EventData Serialize(object @event, Guid eventId, EventMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(@event);
        var type = Types.Of(@event.GetType());
        var (data, personal) = type.Personal.Count == 0
            ? (JsonSerializer.SerializeToUtf8Bytes(@event, type.ClrType, Types.Json), null)
            : Split(JsonSerializer.SerializeToNode(@event, type.ClrType, Types.Json)!.AsObject(), type);

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
        var type = Types.Of(recorded);
        if (recorded.SchemaVersion == type.SchemaVersion && recorded.Personal is not { IsErased: false })
            return JsonSerializer.Deserialize(recorded.Data.Span, type.ClrType, Types.Json)!;

        var data = JsonNode.Parse(recorded.Data.Span)!.AsObject();
        if (recorded.Personal is { IsErased: false } personal)
            PersonalSplit.PutBack(JsonNode.Parse(personal.Value.Span)!.AsObject(), data);
        foreach (var upcaster in type.Upcasters.Where(u => u.From >= recorded.SchemaVersion).OrderBy(u => u.From))
            data = upcaster.Upcast(data);
        return data.Deserialize(type.ClrType, Types.Json)!;
    }

    (byte[] Data, byte[]? Personal) Split(JsonObject data, EventType type)
    {
        var personal = PersonalSplit.Take(type.Personal, data);
        return (Bytes(data), personal is null ? null : Bytes(personal));
    }

    byte[] Bytes(JsonObject json) => JsonSerializer.SerializeToUtf8Bytes(json, Types.Json);
}
