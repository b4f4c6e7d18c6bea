namespace Sagas.Projections;

/// <summary>An event that could not be applied. The later events of its stream wait with it.</summary>
/// <param name="Id">What it is decided by.</param>
/// <param name="Projection">The projection.</param>
/// <param name="Stream">The event's stream.</param>
/// <param name="Version">Its version there.</param>
/// <param name="Type">Its stored type.</param>
/// <param name="Error">What was wrong the last time.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="FailedAt">When it was tried last.</param>
/// <param name="NextAttemptAt">When it will be tried again; null when a person has to decide.</param>
public sealed record SetAsideEvent(
    long Id, string Projection, string Stream, long Version, string Type, string Error, int Attempts, DateTimeOffset FailedAt, DateTimeOffset? NextAttemptAt);
