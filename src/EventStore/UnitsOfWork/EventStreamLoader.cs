using Sagas.Transactions;

namespace Sagas.EventStore;

/// <summary>Loads streams in the round trip in which a unit of work reads everything else.</summary>
/// <param name="stamp">The snapshots that may be used: <see cref="Fold{TState,TEvent}.Stamp" />; <c>null</c> for none.</param>
public sealed class EventStreamLoader(string? stamp) : IRowLoader<StreamId, LoadedStream>
{
    /// <inheritdoc />
    public Rank Rank => Rank.Stream;

    /// <inheritdoc />
    public LoadStatements<StreamId, LoadedStream> Load(IReadOnlyList<StreamId> keys, bool locking)
    {
        var load = new StreamLoadStatements([.. keys.Select(stream => new StreamLoad(stream, stamp))], locking);
        return new LoadStatements<StreamId, LoadedStream>(
            load.Commands,
            async (reader, cancellationToken) =>
                (await load.ReadAsync(reader, cancellationToken).ConfigureAwait(false)).ToDictionary(loaded => loaded.Stream));
    }
}
