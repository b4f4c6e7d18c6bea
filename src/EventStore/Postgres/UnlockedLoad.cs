using Npgsql;

namespace Sagas.EventStore;

/// <summary>
/// Loads one stream without locking it: first head and snapshot, as one moment saw them, and then the events between the two, if there are any. Those were
/// committed by then and never change, so that it does not matter what is appended, snapshotted or archived meanwhile.
/// </summary>
static class UnlockedLoad
{
    internal const string HeadAndSnapshot =
        $"""
        select {HeadRow.Columns}, s.version, s.data
        from streams h left join snapshots s on s.stream = h.stream and s.stamp = $2
        where h.stream = $1
        """;

    // Where a stream lies is known from its head: the view over both tables costs a third more.
    const string BetweenLiving = $"select {EventRows.Columns} from events e {Range}";

    const string Between = $"select {EventRows.Columns} from recorded_events e {Range}";

    internal const string Range = "where e.stream = $1 and e.version > $2 and e.version <= $3 order by e.version";

    internal static async Task<LoadedStream> RunAsync(NpgsqlDataSource dataSource, StreamLoad load, CancellationToken cancellationToken)
    {
        var stream = load.Stream.ToString();
        var found = await dataSource.ReadAsync(
            Statement.Of(HeadAndSnapshot).With(stream).With(load.Stamp),
            row => (Head: HeadRow.Read(row, load.Stream, 0), Snapshot: ReadSnapshot(row, load.Stream, load.Stamp)),
            cancellationToken).ConfigureAwait(false);
        if (found is not [var (head, snapshot)])
            return new LoadedStream(StreamHead.None(load.Stream), null, []);
        if (snapshot?.Version == head.Version)
            return new LoadedStream(head, snapshot, []);

        var from = snapshot?.Version ?? 0;
        var tail = await TailAsync(head.IsArchived ? Between : BetweenLiving).ConfigureAwait(false);
        // Archived since its head was read.
        if (tail.Count < head.Version - from)
            tail = await TailAsync(Between).ConfigureAwait(false);
        return new LoadedStream(head, snapshot, tail);

        Task<List<RecordedEvent>> TailAsync(string between)
        {
            var rows = new EventRows();
            return dataSource.ReadAsync(
                Statement.Of(between).With(stream).With(from).With(head.Version),
                row => rows.Read(row, first: 0, load.Stream),
                cancellationToken,
                expected: (int)(head.Version - from));
        }
    }

    internal static StreamSnapshot? ReadSnapshot(NpgsqlDataReader row, StreamId stream, string? stamp) =>
        row.IsDBNull(4) ? null : new StreamSnapshot(stream, row.GetInt64(4), row.GetFieldValue<byte[]>(5), stamp!);
}
