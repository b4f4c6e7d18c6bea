namespace Sagas.Projections;

/// <summary>What a rebuild came to.</summary>
/// <param name="Swapped">Whether the rebuilt model is live now.</param>
/// <param name="Differences">Where it differs from the one that was live, at the same place in the order of events; ten rows of each table at most.</param>
public sealed record RebuildReport(bool Swapped, IReadOnlyList<string> Differences);
