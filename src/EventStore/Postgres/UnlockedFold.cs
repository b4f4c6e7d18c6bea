using Npgsql;

namespace Sagas.EventStore;

/// <summary>
/// Folds one stream as its rows arrive: the server spells out events while earlier ones are evolved. It reads what <see cref="UnlockedLoad" /> reads, and for the same reasons, but of
/// an event only what a fold needs.
/// </summary>
sealed class UnlockedFold<TState, TEvent>(NpgsqlDataSource dataSource, StreamId stream, Fold<TState, TEvent> fold)
    where TEvent : class
{
    internal async Task<FoldedStream<TState>> RunAsync(StreamMoment? until, CancellationToken cancellationToken)
    {
        var found = await dataSource.ReadAsync(FoldStatements.Head(stream, fold.Stamp, until), row => ReadHead(row, until), cancellationToken).ConfigureAwait(false);
        if (found is not [var (head, snapshot, last)])
            return new FoldedStream<TState>(StreamHead.None(stream), new StreamState<TState>(fold.StartOf(null), 0), 0);
        if (last == (snapshot?.Version ?? 0))
            return Folded(head, snapshot, fold.StartOf(snapshot), last);

        var folded = head.IsArchived ? null : await FoldAsync(head, snapshot, last, living: true, cancellationToken).ConfigureAwait(false);
        return folded ?? (await FoldAsync(head, snapshot, last, living: false, cancellationToken).ConfigureAwait(false))!;
    }

    (StreamHead Head, StreamSnapshot? Snapshot, long Last) ReadHead(NpgsqlDataReader row, StreamMoment? until)
    {
        var head = HeadRow.Read(row, stream, 0);
        return until switch
        {
            null => (head, UnlockedLoad.ReadSnapshot(row, stream, fold.Stamp), head.Version),
            { Instant: not null } => (head, null, row.GetInt64(4)),
            _ => (head, null, Math.Min(until.Version, head.Version)),
        };
    }

    /// <returns>Null when the stream was living and has been archived since: as a whole, so that none of it is left.</returns>
    async Task<FoldedStream<TState>?> FoldAsync(StreamHead head, StreamSnapshot? snapshot, long last, bool living, CancellationToken cancellationToken)
    {
        var from = snapshot?.Version ?? 0;
        var between = living ? FoldStatements.BetweenLiving : FoldStatements.Between;
        var batch = dataSource.CreateBatch([Statement.Of(between).With(stream.ToString()).With(from).With(last)]);
        await using var disposing = batch.ConfigureAwait(false);
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);

        var (rows, walk, state) = (new FoldRows(fold.Serializer, stream), new StreamWalk(head, from), fold.StartOf(snapshot));
        byte[] lastHash = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            walk.Next(FoldRows.Version(reader));
            state = fold.Evolve(state, rows.Event(reader));
            if (walk.Version == last)
                lastHash = FoldRows.Hash(reader);
        }

        if (living && walk.Version == from)
            return null;
        walk.EndAt(last);
        if (last == head.Version)
            walk.EndAtHead(lastHash);
        return Folded(head, snapshot, state, last);
    }

    static FoldedStream<TState> Folded(StreamHead head, StreamSnapshot? snapshot, TState state, long version) =>
        new(head, new StreamState<TState>(state, version), snapshot?.Version ?? 0);
}
