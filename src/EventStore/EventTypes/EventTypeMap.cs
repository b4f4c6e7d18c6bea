using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Sagas.EventStore;

/// <summary>Every event type that this code reads and writes, by stored name and by class.</summary>
public sealed class EventTypeMap
{
    readonly FrozenDictionary<string, RegisteredType> byName;
    readonly FrozenDictionary<Type, RegisteredType> byClass;

    /// <summary>Registers the types.</summary>
    /// <param name="types">One registration per type.</param>
    /// <param name="json">How events and snapshots are spelled; by default camel case.</param>
    /// <exception cref="ArgumentException">
    /// A name or class comes twice, the upcasters of a type are not a chain that ends at today's version, or a personal field points at
    /// nothing: it would be stored where it cannot be erased.
    /// </exception>
    public EventTypeMap(IEnumerable<EventType> types, JsonSerializerOptions? json = null)
    {
        Json = json ?? new JsonSerializerOptions(JsonSerializerOptions.Default) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
        Json.MakeReadOnly(populateMissingResolver: true);
        var registered = types.Select(type => new RegisteredType(type, Json.GetTypeInfo(type.ClrType))).ToArray();
        byName = registered.ToFrozenDictionary(t => t.Type.Name);
        byClass = registered.ToFrozenDictionary(t => t.Type.ClrType);

        foreach (var (type, _) in registered)
        {
            if (WhatIsWrong(type) is { } wrong)
                throw new ArgumentException(wrong, nameof(types));
        }
    }

    /// <summary>How events and snapshots are spelled.</summary>
    public JsonSerializerOptions Json { get; }

    internal IEnumerable<EventType> Types => byName.Values.Select(registered => registered.Type);

    /// <summary>The gate before a host starts: everything stored must have a path to today's types.</summary>
    /// <param name="stored">What <see cref="IEventStore.ListEventTypesAsync" /> found.</param>
    /// <exception cref="UnreadableEventException">Names every stored type and version without a path.</exception>
    public void Check(IEnumerable<StoredEventType> stored)
    {
        var unreadable = stored.Select(s => WhyUnreadable(s.Type, s.SchemaVersion)).OfType<string>().ToArray();
        if (unreadable.Length > 0)
            throw new UnreadableEventException(string.Join(Environment.NewLine, unreadable));
    }

    internal RegisteredType Of(Type clrType) => byClass.TryGetValue(clrType, out var type)
        ? type
        : throw new ArgumentException($"{clrType} has no stored name. Register it in the {nameof(EventTypeMap)}.", nameof(clrType));

    /// <exception cref="UnreadableEventException">There is no such type, or no way from that version to today's.</exception>
    internal RegisteredType Of(string type, int schemaVersion, StreamId stream, long version) => Find(type, schemaVersion, out var why)
        ?? throw new UnreadableEventException($"Event {version.ToString(CultureInfo.InvariantCulture)} of {stream} cannot be read. {why}");

    string? WhyUnreadable(string name, int version) => Find(name, version, out var why) is null ? why : null;

    RegisteredType? Find(string name, int version, out string? why)
    {
        var registered = byName.GetValueOrDefault(name);
        why = registered?.Type switch
        {
            null => $"'{name}' is stored but not registered. Register it, or run the release that wrote it.",
            { SchemaVersion: var newest } when version > newest =>
                Invariant($"'{name}' is stored in version {version}, which is newer than {newest}, the one registered. Run the release that wrote it."),
            { OldestReadable: var oldest } when version < oldest =>
                Invariant($"'{name}' is stored in version {version}, and no upcaster leads from there to {registered.Type.SchemaVersion}. Register one."),
            _ => null,
        };
        return why is null ? registered : null;
    }

    string? WhatIsWrong(EventType type)
    {
        var steps = type.Upcasters.Select(u => u.From).Order();
        return type.OldestReadable < 1 || !steps.SequenceEqual(Enumerable.Range(type.OldestReadable, type.Upcasters.Count))
            ? Invariant($"The upcasters of '{type.Name}' are not a chain up to version {type.SchemaVersion}: one for each step, none missing, none twice.")
            : type.Personal.Select(field => WhatIsWrong(type, field)).FirstOrDefault(wrong => wrong is not null);
    }

    string? WhatIsWrong(EventType type, PersonalField field)
    {
        var owner = Json.GetTypeInfo(type.ClrType);
        foreach (var segment in PersonalSplit.Segments(field.Path))
        {
            if (owner.Properties.FirstOrDefault(p => p.Name == segment) is not { } property)
                return $"'{type.Name}' marks {field.Path} as personal, but {owner.Type} has no '{segment}'.";
            owner = Json.GetTypeInfo(property.PropertyType);
        }

        return type.Personal.Any(other => field.Path.StartsWith(other.Path + "/", StringComparison.Ordinal))
            ? $"'{type.Name}' marks {field.Path} as personal inside something that is personal as a whole."
            : null;
    }

    static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
