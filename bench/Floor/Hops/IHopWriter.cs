namespace Sagas.Floor.Hops;

/// <summary>Writes what hops write, on a connection of its own, in one commit.</summary>
interface IHopWriter : IAsyncDisposable
{
    /// <returns>The ids of those that are written. What was written earlier is not among them.</returns>
    Task<HashSet<Guid>> WriteAsync(IReadOnlyList<Hop> hops, CancellationToken cancellationToken);
}
