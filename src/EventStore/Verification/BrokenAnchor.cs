namespace Sagas.EventStore;

/// <summary>The events up to an anchor are not those that were there when it was taken.</summary>
/// <param name="Day">The anchor's day: the change is in an event recorded since the anchor before.</param>
/// <param name="Why">What does not fit.</param>
public sealed record BrokenAnchor(DateOnly Day, string Why);
