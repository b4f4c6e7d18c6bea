namespace Sagas.Projections;

/// <summary>A rebuild can't go on, and its message says why. The live model stays live; what was replayed is kept for the next attempt.</summary>
public sealed class RebuildBlockedException(string message, Exception? why = null) : Exception(message, why)
{
    internal static RebuildBlockedException BecauseTooMany(string slot, IEnumerable<string> errors) => new(
        $"Too many events can't be applied to slot {slot}: it is not the events that are wrong. {string.Join("; ", errors)}. Mend the projection, and begin anew, from the start.");
}
