using Sagas.EventStore;

namespace Sagas.Projections;

/// <summary>Makes a read model of the events. One instance serves the process; it writes one batch of a slot at a time, but of both slots at once, and may be
/// asked to prepare a batch while another is prepared or written.</summary>
public interface IProjection
{
    /// <summary>The name that its checkpoints are stored under, for ever.</summary>
    string Name { get; }

    /// <summary>The tables of the read model: what a rebuild empties and compares.</summary>
    IReadOnlyList<ReadModelTable> Tables { get; }

    /// <summary>
    /// What a rebuild does better without, until it has caught up: indexes that lists are read off, and that every change of a row would have to follow. Null when there is nothing of the kind.
    /// </summary>
    SlotIndexes? Indexes => null;

    /// <summary>
    /// Whether its rows are each of one stream, or sums that come out the same in whatever order the streams come. A rebuild then replays stream after stream, each as a whole, up to where the
    /// live slot is, and only from there on in the order of all events: each row is then written once, and nothing is loaded for it.
    /// </summary>
    bool FoldsStreams => false;

    /// <summary>What it needs of the events besides what they are and what they say. What it does not need is not read.</summary>
    EventParts Needs => EventParts.All;

    /// <summary>
    /// What takes its time and writes nothing: loading what the batch needs, and folding. The transaction has no id yet: nobody who follows all events waits for it. As long as it has
    /// one, everybody does, those of other databases of the cluster included. While streams are replayed there is no transaction yet: nothing that only lasts for one, such as a lock or
    /// <c>set local</c>, reaches what writes.
    /// </summary>
    /// <returns>What writes, once the checkpoint is moved; <see cref="ApplyAsync" /> where nothing is to be prepared.</returns>
    Task<Func<CancellationToken, Task>> PrepareAsync(ProjectionBatch batch, CancellationToken cancellationToken) =>
        Task.FromResult<Func<CancellationToken, Task>>(writing => ApplyAsync(batch, writing));

    /// <summary>
    /// Writes what a batch of events makes of the read model, in the transaction that moves the checkpoint. Events of one stream come in order and each once; whatever it
    /// throws rolls all of it back, and the batch is tried again, smaller each time, until the event that cannot be applied stands alone. A projection that prepares is only asked for what its <see cref="PrepareAsync" /> returns.
    /// </summary>
    Task ApplyAsync(ProjectionBatch batch, CancellationToken cancellationToken);
}
