using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Sagas.EventStore;

namespace Sagas.Projections;

/// <summary>Reads the events of partitions of the streams.</summary>
sealed class EventFeed(NpgsqlDataSource dataSource)
{
    internal const int Partitions = 16;

    const string Columns =
        """
        e.xid, e.position, e.stream, e.version, e.event_id, e.type, e.schema_version, e.data,
        e.personal, e.salt, e.personal_digest, e.metadata, e.tenant, e.recorded_at, e.hash
        """;

    // A stream is in the same partition for ever: checkpoints depend on it. Hence sha256, and not PostgreSQL's own hashes, which a release may change.
    static readonly string Partition = string.Create(CultureInfo.InvariantCulture, $"get_byte(sha256(convert_to(e.stream, 'UTF8')), 0) % {Partitions}");

    // A page is so many events in a row, whosever they are, below the oldest open transaction: what is not visible there now will never be. Of those of other
    // partitions only the last one is returned, for its place.
    static readonly string Page =
        $"""
        with page as materialized (
          select e.*, {Partition} as partition from recorded_events e
          where (e.xid, e.position) > ($1, $2) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
          order by e.xid, e.position limit $3)
        select {Columns}, e.partition, (select count(*) from page) from page e
        where e.partition = any($4) or (e.xid, e.position) = (select l.xid, l.position from page l order by l.xid desc, l.position desc limit 1)
        order by e.xid, e.position
        """;

    // The same for all partitions, without a copy of the page.
    static readonly string WholePage =
        $"""
        select {Columns}, {Partition}, 0::bigint from recorded_events e
        where (e.xid, e.position) > ($1, $2) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
        order by e.xid, e.position limit $3
        """;

    // Behind the last event there is none: whatever the statistics say, only the index shows that without reading all of them.
    const string Beyond = "select from recorded_events e where (e.xid, e.position) > ($1, $2) order by e.xid, e.position limit 1";

    // Up to the checkpoint: what comes after it will come with the feed.
    static readonly string OfStream =
        $"select {Columns} from recorded_events e where e.stream = $1 and e.version >= $2 and (e.xid, e.position) <= ($3, $4) order by e.version limit 1";

    internal async Task<FeedPage> ReadAsync(PageRequest wanted, CancellationToken cancellationToken)
    {
        var (after, upTo, partitions, limit) = wanted;
        var whole = partitions.Count == Partitions;
        var batch = dataSource.CreateBatch();
        await using var disposing = batch.ConfigureAwait(false);
        var page = whole
            ? new NpgsqlBatchCommand(WholePage) { Parameters = { Xid(after), Value(after.Position), Value(limit) } }
            : new NpgsqlBatchCommand(Page) { Parameters = { Xid(after), Value(after.Position), Value(limit), Value<int[]>([.. partitions]) } };
        var reader = await batch.ReadInOrderAsync(page, cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var (events, of, through, looked) = (new List<RecordedEvent>(), new List<int>(), (GlobalCheckpoint?)null, 0L);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var recorded = Read(reader);
            if (upTo is { } last && Before(last, recorded.Checkpoint))
                return new FeedPage(events, of, last, IsFull: false);
            (through, looked) = (recorded.Checkpoint, whole ? looked + 1 : reader.GetInt64(16));
            if (!partitions.Contains(reader.GetInt32(15)))
                continue;
            events.Add(recorded);
            of.Add(reader.GetInt32(15));
        }

        return new FeedPage(events, of, through, looked == limit);
    }

    /// <summary>Whether there are events behind a place, even such as can't be read yet because an older transaction is open.</summary>
    internal async Task<bool> AnyAfterAsync(GlobalCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        var batch = dataSource.CreateBatch();
        await using var disposing = batch.ConfigureAwait(false);
        var reader = await batch.ReadInOrderAsync(
            new NpgsqlBatchCommand(Beyond) { Parameters = { Xid(checkpoint), Value(checkpoint.Position) } }, cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    internal static bool Before(GlobalCheckpoint one, GlobalCheckpoint other) => (one.Xid, one.Position).CompareTo((other.Xid, other.Position)) < 0;

    /// <summary>The first event of a stream from a version on, if the feed has passed it.</summary>
    internal static async Task<RecordedEvent?> NextOfAsync(
        NpgsqlConnection connection, string stream, long fromVersion, GlobalCheckpoint upTo, CancellationToken cancellationToken) =>
        (await new NpgsqlCommand(OfStream, connection).With(stream).With(fromVersion).With(upTo).ReadAsync(Read, cancellationToken).ConfigureAwait(false)).SingleOrDefault();

    static NpgsqlParameter<ulong> Xid(GlobalCheckpoint checkpoint) => new() { TypedValue = checkpoint.Xid, NpgsqlDbType = NpgsqlDbType.Xid8 };

    static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    static RecordedEvent Read(NpgsqlDataReader row) => new()
    {
        Checkpoint = new GlobalCheckpoint(row.GetFieldValue<ulong>(0), row.GetInt64(1)),
        Stream = StreamId.Parse(row.GetString(2)),
        Version = row.GetInt64(3),
        EventId = row.GetGuid(4),
        Type = row.GetString(5),
        SchemaVersion = row.GetInt32(6),
        Data = row.GetFieldValue<byte[]>(7),
        Personal = row.IsDBNull(10) ? null : row.IsDBNull(8)
            ? new PersonalData { Digest = row.GetFieldValue<byte[]>(10) }
            : new PersonalData { Value = row.GetFieldValue<byte[]>(8), Salt = row.GetFieldValue<byte[]>(9), Digest = row.GetFieldValue<byte[]>(10) },
        MetadataJson = row.GetFieldValue<byte[]>(11),
        Tenant = row.GetString(12),
        RecordedAt = row.GetFieldValue<DateTimeOffset>(13),
        Hash = row.GetFieldValue<byte[]>(14),
    };
}
