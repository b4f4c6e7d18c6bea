namespace Sagas.Projections;

/// <summary>How a projection stands.</summary>
/// <param name="Projection">Its name.</param>
/// <param name="LiveSlot">The slot that queries read.</param>
/// <param name="LagEvents">So many events are not in it yet, 10,000 at most.</param>
/// <param name="Lag">For how long the oldest of them has been there.</param>
/// <param name="Processes">How many processes keep it up to date.</param>
/// <param name="SetAside">How many of its streams wait because of an event that can't be applied.</param>
/// <param name="Stopped">Why partitions stand still.</param>
/// <param name="Spare">The other slot: <c>empty</c>, <c>building</c>, or <c>kept</c> to roll back to.</param>
/// <param name="Rebuild">How far a rebuild is; null when there is none.</param>
public sealed record ProjectionStatus(
    string Projection, string LiveSlot, long LagEvents, TimeSpan Lag, long Processes, long SetAside, IReadOnlyList<string> Stopped, string Spare, RebuildProgress? Rebuild);
