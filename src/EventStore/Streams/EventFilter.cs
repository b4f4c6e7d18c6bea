namespace Sagas.EventStore;

/// <summary>Which of all events to read.</summary>
public sealed record EventFilter
{
    /// <summary>Every event.</summary>
    public static EventFilter All { get; } = new();

    /// <summary>Events of these types, by their stored names; null for every type.</summary>
    public IReadOnlyCollection<string>? Types { get; init; }

    /// <summary>Events of this tenant; null for every tenant.</summary>
    public string? Tenant { get; init; }

    internal bool Admits(RecordedEvent recorded) => (Types is null || Types.Contains(recorded.Type)) && (Tenant is null || Tenant == recorded.Tenant);
}
