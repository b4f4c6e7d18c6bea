namespace Sagas.EventStore;

/// <summary>
/// Moves streams that have ended out of the way of those that have not. Readers, of a stream or of all events, see no difference; an
/// append is answered with <see cref="StreamArchivedException" />.
/// </summary>
public interface IStreamArchive
{
    /// <summary>Streams that are not archived yet and whose last event is of a type that ends a stream.</summary>
    /// <param name="endingTypes">The stored names of those types.</param>
    /// <param name="before">The last event was recorded before this.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    Task<IReadOnlyList<StreamHead>> FindEndedAsync(
        IReadOnlyCollection<string> endingTypes,
        DateTimeOffset before,
        int limit,
        CancellationToken cancellationToken = default);

    /// <summary>Archives those of the streams that are still as they were found, each whole, all in one transaction: give some hundred at most.</summary>
    /// <param name="ended">What was found.</param>
    /// <param name="endingTypes">The stored names of the types that end a stream. Each stream's last event must be of one.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The streams that were archived by this call.</returns>
    /// <exception cref="StreamNotEndedException">A stream's last event is not an end. Nothing was archived.</exception>
    Task<IReadOnlyList<StreamId>> ArchiveAsync(
        IReadOnlyCollection<StreamHead> ended,
        IReadOnlyCollection<string> endingTypes,
        CancellationToken cancellationToken = default);
}
