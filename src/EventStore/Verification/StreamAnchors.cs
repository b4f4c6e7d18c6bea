using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Sagas.EventStore;

/// <summary>
/// Anchors all heads, once a day. The hash of an anchor is the SHA-256 of the anchor before (zeros at first) and, for each stream that got
/// events since, in the global order of its last one: its name (UTF-8, after its length), version and last hash. Integers are big-endian.
/// </summary>
public sealed class StreamAnchors(NpgsqlDataSource dataSource, TimeProvider time)
{
    const string ReadAnchors = "select day, xid, position, streams, hash from stream_anchors order by day";

    const string ReadNewest = "select day, xid, position, streams, hash from stream_anchors order by day desc limit 1";

    // What is below the oldest open transaction is decided: no event can appear there later.
    const string FindThrough =
        """
        select xid, position from recorded_events
        where xid < pg_snapshot_xmin(pg_current_snapshot())
        order by xid desc, position desc
        limit 1
        """;

    const string HeadsBetween =
        """
        select stream, version, hash
        from (
          select distinct on (stream) stream, version, hash, xid, position
          from recorded_events
          where (xid, position) > ($1, $2) and (xid, position) <= ($3, $4)
          order by stream, version desc
        ) heads
        order by xid, position
        """;

    const string Insert =
        "insert into stream_anchors (day, xid, position, streams, hash, taken_at) values ($1, $2, $3, $4, $5, $6) on conflict (day) do nothing";

    /// <summary>Takes the anchor of today, in UTC. When there is one already, of today or of a later day, that is returned.</summary>
    public async Task<StreamAnchor> TakeAsync(CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var newest = await NewestAsync(cancellationToken).ConfigureAwait(false);
        if (newest?.Day >= today)
            return newest;

        var decided = await dataSource.ReadAsync(
            Statement.Of(FindThrough), row => new GlobalCheckpoint(row.GetFieldValue<ulong>(0), row.GetInt64(1)), cancellationToken).ConfigureAwait(false);
        var anchor = await AnchorAsync(today, newest, decided is [var through] ? through : GlobalCheckpoint.Start, cancellationToken).ConfigureAwait(false);
        await dataSource.ExecuteAsync(
            Statement.Of(Insert)
                .With(anchor.Day)
                .With(anchor.Through.Xid, NpgsqlDbType.Xid8)
                .With(anchor.Through.Position)
                .With(anchor.Streams)
                .With(anchor.Hash.ToArray())
                .With(now),
            cancellationToken).ConfigureAwait(false);

        // Another host may have been first; its anchor stands.
        return (await NewestAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>Takes every anchor again and compares. It reads all events once.</summary>
    /// <returns>The anchors that do not hold, the oldest first.</returns>
    public async Task<IReadOnlyList<BrokenAnchor>> VerifyAsync(CancellationToken cancellationToken = default)
    {
        var broken = new List<BrokenAnchor>();
        StreamAnchor? before = null;
        foreach (var anchor in await dataSource.ReadAsync(Statement.Of(ReadAnchors), ReadAnchor, cancellationToken).ConfigureAwait(false))
        {
            var again = await AnchorAsync(anchor.Day, before, anchor.Through, cancellationToken).ConfigureAwait(false);
            if (again.Streams != anchor.Streams)
                broken.Add(new BrokenAnchor(anchor.Day, FormattableString.Invariant($"it covers {anchor.Streams} streams, and {again.Streams} are there")));
            else if (!again.Hash.Span.SequenceEqual(anchor.Hash.Span))
                broken.Add(new BrokenAnchor(anchor.Day, "streams do not end where they ended: an end was cut off, an event replaced, or the anchor itself"));
            before = anchor;
        }

        return broken;
    }

    async Task<StreamAnchor?> NewestAsync(CancellationToken cancellationToken) =>
        (await dataSource.ReadAsync(Statement.Of(ReadNewest), ReadAnchor, cancellationToken).ConfigureAwait(false)).SingleOrDefault();

    async Task<StreamAnchor> AnchorAsync(DateOnly day, StreamAnchor? before, GlobalCheckpoint through, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData((before?.Hash ?? HashChain.Genesis).Span);
        var streams = 0L;
        var heads = dataSource.StreamAsync(
            Statement.Of(HeadsBetween)
                .With(before?.Through.Xid ?? 0, NpgsqlDbType.Xid8)
                .With(before?.Through.Position ?? 0)
                .With(through.Xid, NpgsqlDbType.Xid8)
                .With(through.Position),
            row => (Stream: row.GetString(0), Version: row.GetInt64(1), Hash: row.GetFieldValue<byte[]>(2)),
            cancellationToken);
        await foreach (var head in heads.ConfigureAwait(false))
        {
            Append(hash, head.Stream, head.Version, head.Hash);
            streams++;
        }

        return new StreamAnchor(day, through, streams, hash.GetHashAndReset());
    }

    static void Append(IncrementalHash hash, string stream, long version, byte[] lastHash)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        var name = Encoding.UTF8.GetBytes(stream);
        BinaryPrimitives.WriteInt32BigEndian(number, name.Length);
        hash.AppendData(number[..sizeof(int)]);
        hash.AppendData(name);
        BinaryPrimitives.WriteInt64BigEndian(number, version);
        hash.AppendData(number);
        hash.AppendData(lastHash);
    }

    static StreamAnchor ReadAnchor(NpgsqlDataReader row) => new(
        row.GetFieldValue<DateOnly>(0),
        new GlobalCheckpoint(row.GetFieldValue<ulong>(1), row.GetInt64(2)),
        row.GetInt64(3),
        row.GetFieldValue<byte[]>(4));
}
