using System.Runtime.CompilerServices;
using Npgsql;

namespace Sagas.EventStore;

/// <summary>
/// Walks the hash chains of all streams, archived ones too, and compares them with their heads and with the anchors. It may run while
/// others append, and holds some pages of heads and events in memory, however much there is.
/// </summary>
public sealed class EventStoreVerifier(NpgsqlDataSource dataSource, StreamAnchors anchors)
{
    const int HeadsPage = 200, EventsPage = 500;

    static readonly string ReadHeads =
        $"select h.stream, {HeadRow.Columns} from streams h where h.stream > $1 order by h.stream limit {HeadsPage}";

    // Heads are read before their events, so that an append meanwhile shows as events behind the head, never as a head without its events.
    // What lies between the heads' names, and belongs to none of them, has lost its own.
    static readonly string ReadEventsThrough = EventsAfter(" and e.stream <= $3"), ReadEventsToTheEnd = EventsAfter("");

    // The bound is part of the text: as a parameter that may be null it would be no bound for the index, which would be read to its end for each page of heads.
    static string EventsAfter(string bound) =>
        $"""
        select {EventRows.Columns} from recorded_events e
        where (e.stream, e.version) > ($1, $2){bound}
        order by e.stream, e.version
        limit {EventsPage}
        """;

    const string ReadHead = $"select h.stream, {HeadRow.Columns} from streams h where h.stream = $1";

    /// <summary>Verifies everything.</summary>
    /// <param name="most">How many broken streams to name; those beyond are not looked at.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<VerificationReport> VerifyAsync(int most = 100, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var tally = new Tally();
        var last = "";
        IReadOnlyList<StreamHead> heads;
        do
        {
            heads = await HeadsAsync(Statement.Of(ReadHeads).With(last), cancellationToken).ConfigureAwait(false);
            var through = heads.Count == HeadsPage ? heads[^1].Stream.ToString() : null;
            await VerifyAsync(heads, last, through, tally, cancellationToken).ConfigureAwait(false);
            last = through ?? "";
        }
        while (heads.Count == HeadsPage && tally.Broken.Count < most);

        return new VerificationReport(
            tally.Streams, tally.Events, [.. tally.Broken.Take(most)], await anchors.VerifyAsync(cancellationToken).ConfigureAwait(false));
    }

    async Task VerifyAsync(IReadOnlyList<StreamHead> heads, string after, string? through, Tally tally, CancellationToken cancellationToken)
    {
        var expected = heads.ToDictionary(h => h.Stream);
        StreamHead? head = null;
        StreamId? stream = null;
        ChainWalk walk = new();
        BrokenLink? broken = null;
        await foreach (var recorded in EventsAsync(after, through, cancellationToken).ConfigureAwait(false))
        {
            if (recorded.Stream != stream)
            {
                await EndAsync().ConfigureAwait(false);
                (stream, walk, broken) = (recorded.Stream, new ChainWalk(), null);
                expected.Remove(stream, out head);
            }

            tally.Events++;
            broken ??= walk.Next(recorded);
            if (broken is null && walk.Version == head?.Version && !walk.StandsAt(head))
                broken = new BrokenLink(stream, walk.Version, "its hash is not the one in the stream's head");
        }

        await EndAsync().ConfigureAwait(false);
        foreach (var empty in expected.Values)
            tally.Add(new ChainWalk().NotLeadingTo(empty.Stream));

        async Task EndAsync()
        {
            if (stream is not null)
                tally.Add(broken ?? await EndOfAsync(stream, walk, head, cancellationToken).ConfigureAwait(false));
        }
    }

    async Task<BrokenLink?> EndOfAsync(StreamId stream, ChainWalk walk, StreamHead? head, CancellationToken cancellationToken)
    {
        if (head?.Version == walk.Version)
            return null;
        if (head?.Version > walk.Version)
            return walk.NotLeadingTo(stream);

        // Events behind the head, or of no head at all, were appended since the heads were read. Or they were not.
        var now = await HeadsAsync(Statement.Of(ReadHead).With(stream.ToString()), cancellationToken).ConfigureAwait(false);
        return now is [var moved] && moved.Version >= walk.Version
            ? null
            : new BrokenLink(stream, (now is [var behind] ? behind.Version : 0) + 1, "the stream's head does not know of it");
    }

    async IAsyncEnumerable<RecordedEvent> EventsAsync(string after, string? through, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (stream, version) = (after, long.MaxValue);
        var rows = new EventRows();
        List<RecordedEvent> page;
        do
        {
            var query = through is null
                ? Statement.Of(ReadEventsToTheEnd).With(stream).With(version)
                : Statement.Of(ReadEventsThrough).With(stream).With(version).With(through);
            page = await dataSource.ReadAsync(query, row => rows.Read(row), cancellationToken).ConfigureAwait(false);
            foreach (var recorded in page)
                yield return recorded;
            if (page is [.., var last])
                (stream, version) = (last.Stream.ToString(), last.Version);
        }
        while (page.Count == EventsPage);
    }

    async Task<IReadOnlyList<StreamHead>> HeadsAsync(NpgsqlBatchCommand query, CancellationToken cancellationToken) =>
        await dataSource.ReadAsync(query, row => HeadRow.Read(row, StreamId.Parse(row.GetString(0)), 1), cancellationToken).ConfigureAwait(false);

    sealed class Tally
    {
        internal List<BrokenLink> Broken { get; } = [];

        internal long Streams { get; private set; }

        internal long Events { get; set; }

        internal void Add(BrokenLink? broken)
        {
            Streams++;
            if (broken is not null)
                Broken.Add(broken);
        }
    }
}
