namespace Sagas.EventStore;

/// <summary>Erases what events say about persons. The events stay, with their markers, and so do their hashes.</summary>
public interface IPersonErasure
{
    /// <summary>
    /// Erases everything personal from streams, archived or not, and their snapshots with it. A stream that was erased from takes no snapshot any more: one that was folded
    /// before, and is saved after, would bring the person back.
    /// </summary>
    /// <returns>From how many events something was erased.</returns>
    Task<long> EraseAsync(IReadOnlyCollection<StreamId> streams, CancellationToken cancellationToken = default);
}
