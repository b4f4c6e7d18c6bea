namespace Sagas.Exploration.Tests.Exploring;

/// <summary>What is explored: where it begins, what can happen next, and what has to be true.</summary>
/// <typeparam name="TWorld">Everything that is, at one moment.</typeparam>
interface IExploration<TWorld>
{
    IEnumerable<(TWorld World, string What)> Beginnings { get; }

    IEnumerable<Move<TWorld>> From(TWorld world);

    /// <returns>Which promise is broken; <c>null</c> when all are kept.</returns>
    string? Broken(TWorld world);

    /// <returns>The state in which the saga rests; <c>null</c> while it is under way.</returns>
    string? EndOf(TWorld world);

    /// <summary>Where the saga stands, in words.</summary>
    string Tell(TWorld world);

    /// <summary>The same world without what can make no difference any more.</summary>
    TWorld Reduce(TWorld world);

    /// <summary>Two worlds with the same text have the same future.</summary>
    string Canonical(TWorld world);
}

/// <summary>Something that can happen.</summary>
/// <param name="What">In words.</param>
/// <param name="After">The world after it; throws when somebody fails to handle what happens.</param>
/// <param name="IsOptional">Whether a person has to want it, so that no saga may depend on it to end.</param>
/// <param name="IsIdle">Whether it must make no difference.</param>
sealed record Move<TWorld>(string What, Func<TWorld> After, bool IsOptional = false, bool IsIdle = false);
