using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Sagas.EventStore;

/// <summary>Every event type that this code reads and writes, by stored name and by class.</summary>
public sealed class EventTypeMap
{
    readonly FrozenDictionary<string, EventType> byName;
    readonly FrozenDictionary<Type, EventType> byClass;

    /// <summary>Registers the types.</summary>
    /// <param name="types">One registration per type.</param>
    /// <param name="json">How events and snapshots are spelled; by default camel case.</param>
    /// <exception cref="ArgumentException">
    /// A name or class comes twice, the upcasters of a type are not a chain that ends at today's version, or a personal field points at
    /// nothing: it would be stored where it cannot be erased.
    /// </exception>
    public EventTypeMap(IEnumerable<EventType> types, JsonSerializerOptions? json = null)
    {
        var registered = types.ToArray();
        Json = json ?? new JsonSerializerOptions(JsonSerializerOptions.Default) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
        Json.MakeReadOnly(populateMissingResolver: true);
        byName = registered.ToFrozenDictionary(t => t.Name);
        byClass = registered.ToFrozenDictionary(t => t.ClrType);

        foreach (var type in registered)
        {
            if (WhatIsWrong(type) is { } wrong)
                throw new ArgumentException(wrong, nameof(types));
        }
    }

    /// <summary>How events and snapshots are spelled.</summary>
    public JsonSerializerOptions Json { get; }

    internal IEnumerable<EventType> Types => byName.Values;

    /// <summary>The gate before a host starts: everything stored must have a path to today's types.</summary>
    /// <param name="stored">What <see cref="IEventStore.ListEventTypesAsync" /> found.</param>
    /// <exception cref="UnreadableEventException">Names every stored type and version without a path.</exception>
    public void Check(IEnumerable<StoredEventType> stored)
    {
        var unreadable = stored.Select(s => WhyUnreadable(s.Type, s.SchemaVersion)).OfType<string>().ToArray();
        if (unreadable.Length > 0)
            throw new UnreadableEventException(string.Join(Environment.NewLine, unreadable));
    }

    internal EventType Of(Type clrType) => byClass.TryGetValue(clrType, out var type)
        ? type
        : throw new ArgumentException($"{clrType} has no stored name. Register it in the {nameof(EventTypeMap)}.", nameof(clrType));

    internal EventType Of(RecordedEvent recorded) => Find(recorded.Type, recorded.SchemaVersion, out var why)
        ?? throw new UnreadableEventException($"Event {recorded.Version.ToString(CultureInfo.InvariantCulture)} of {recorded.Stream} cannot be read. {why}");

    string? WhyUnreadable(string name, int version) => Find(name, version, out var why) is null ? why : null;

    EventType? Find(string name, int version, out string? why)
    {
        var type = byName.GetValueOrDefault(name);
        why = type switch
        {
            null => $"'{name}' is stored but not registered. Register it, or run the release that wrote it.",
            { SchemaVersion: var newest } when version > newest =>
                Invariant($"'{name}' is stored in version {version}, which is newer than {newest}, the one registered. Run the release that wrote it."),
            { OldestReadable: var oldest } when version < oldest =>
                Invariant($"'{name}' is stored in version {version}, and no upcaster leads from there to {type.SchemaVersion}. Register one."),
            _ => null,
        };
        return why is null ? type : null;
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
