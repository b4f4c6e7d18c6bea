using Npgsql;
using NpgsqlTypes;

namespace Sagas.EventStore;

/// <summary>The table of snapshots.</summary>
sealed class SnapshotTable(NpgsqlDataSource dataSource, TimeProvider time)
{
    // A snapshot ahead of the committed head was folded from events that were never committed. One of a stream that a person was erased from may have been folded before.
    // The head is locked, so that an erasure either has been, or waits and then deletes it; appends do not mind this lock.
    const string Save =
        """
        insert into snapshots as kept (stream, version, data, stamp, taken_at, tenant)
        select h.stream, $2, $3, $4, $5, h.tenant from streams h where h.stream = $1 and h.version >= $2 and h.erased_at is null
        for key share of h
        on conflict (stream) do update
        set version = excluded.version, data = excluded.data, stamp = excluded.stamp, taken_at = excluded.taken_at
        where kept.stamp <> excluded.stamp or kept.version < excluded.version
        """;

    // It passes over all snapshots, though over no state but those of the sample: a job for quiet hours.
    const string Sample =
        """
        select s.stream, s.version, s.data
        from (select stream from snapshots where stamp = $1 order by random() limit $2) sample
        join snapshots s on s.stream = sample.stream and s.stamp = $1
        """;

    const string Discard = "delete from snapshots where stream = $1 and version = $2 and stamp = $3";

    internal Task SaveAsync(StreamSnapshot snapshot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var save = Statement.Of(Save)
            .With(snapshot.Stream.ToString())
            .With(snapshot.Version)
            .With(snapshot.State, NpgsqlDbType.Jsonb)
            .With(snapshot.Stamp)
            .With(time.GetUtcNow());
        return dataSource.ExecuteAsync(save, cancellationToken);
    }

    internal async Task<IReadOnlyList<StreamSnapshot>> SampleAsync(string stamp, int count, CancellationToken cancellationToken) =>
        await dataSource.ReadAsync(
            Statement.Of(Sample).With(stamp).With(count),
            row => new StreamSnapshot(StreamId.Parse(row.GetString(0)), row.GetInt64(1), row.GetFieldValue<byte[]>(2), stamp),
            cancellationToken).ConfigureAwait(false);

    internal Task DiscardAsync(StreamSnapshot snapshot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return dataSource.ExecuteAsync(
            Statement.Of(Discard).With(snapshot.Stream.ToString()).With(snapshot.Version).With(snapshot.Stamp), cancellationToken);
    }
}
