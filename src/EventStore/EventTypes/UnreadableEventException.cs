namespace Sagas.EventStore;

/// <summary>Stored events have no path to the types that this code knows.</summary>
public sealed class UnreadableEventException(string message) : Exception(message);
