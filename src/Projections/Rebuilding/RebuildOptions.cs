namespace Sagas.Projections;

/// <summary>How to rebuild a read model.</summary>
public sealed record RebuildOptions
{
    /// <summary>Who asked for it.</summary>
    public required string By { get; init; }

    /// <summary>Why the rebuilt model is to go live although it differs; null when it is not.</summary>
    public string? Force { get; init; }

    /// <summary>Whether to begin anew where a rebuild was interrupted, or blocked by differences.</summary>
    public bool FromTheStart { get; init; }

    /// <summary>How many events are read and written at once while streams are replayed: few enough to be garbage soon, and to be written in a moment.</summary>
    internal int PageSize { get; init; } = 5_000;

    /// <summary>Is told how far it is, about once per second.</summary>
    public Action<RebuildProgress>? Progress { get; init; }
}
