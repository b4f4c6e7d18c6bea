namespace Sagas.EventStore;

/// <summary>How one type of event is stored. Registered as <see cref="EventType{TEvent}" />.</summary>
public abstract record EventType
{
    private protected EventType(string name, int schemaVersion, Type clrType)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(schemaVersion, 1);
        (Name, SchemaVersion, ClrType) = (name, schemaVersion, clrType);
    }

    /// <summary>The stored name, such as <c>order-placed</c>: chosen once, never derived from a class.</summary>
    public string Name { get; }

    /// <summary>Today's version of its JSON, from 1.</summary>
    public int SchemaVersion { get; }

    /// <summary>The type it is in code.</summary>
    public Type ClrType { get; }

    /// <summary>What of it is about a person: stored apart from the rest, so that it can be erased.</summary>
    public IReadOnlyList<PersonalField> Personal { get; init; } = [];

    /// <summary>The way from older versions to today's, in any order.</summary>
    public IReadOnlyList<IUpcaster> Upcasters { get; init; } = [];

    // The oldest version with a way to today's.
    internal int OldestReadable => SchemaVersion - Upcasters.Count;
}

/// <summary>How one type of event is stored.</summary>
/// <typeparam name="TEvent">The type it is in code.</typeparam>
public sealed record EventType<TEvent> : EventType
    where TEvent : class
{
    /// <summary>Registers the type under its stored name.</summary>
    /// <param name="name">The stored name, such as <c>order-placed</c>.</param>
    /// <param name="schemaVersion">Today's version of its JSON, from 1.</param>
    public EventType(string name, int schemaVersion = 1)
        : base(name, schemaVersion, typeof(TEvent))
    {
    }
}
