namespace Sagas.Projections;

/// <summary>A rebuild can't go on, and its message says why. The live model stays live; what was replayed is kept for the next attempt.</summary>
public sealed class RebuildBlockedException(string message, Exception? why = null) : Exception(message, why);
