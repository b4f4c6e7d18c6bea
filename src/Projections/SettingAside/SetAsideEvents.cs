using Npgsql;
using Sagas.EventStore;

namespace Sagas.Projections;

/// <summary>The events of a slot that could not be applied.</summary>
sealed class SetAsideEvents(IProjection projection, string slot, ProjectionOptions options)
{
    // Whoever dismissed an event did so for good: a rebuild leaves it out too.
    const string Rows =
        "select stream, version, dismissed_at is not null from projection_set_aside where projection = $1 and (slot = $2 or dismissed_at is not null) and partition = any($3)";

    // Not the hundredth: then something else is wrong than the events.
    const string Add =
        """
        insert into projection_set_aside (projection, slot, partition, stream, version, type, error, next_attempt_at)
        select $1, $2, $3, $4, $5, $6, $7, now() + $8
        where (select count(*) from projection_set_aside where projection = $1 and slot = $2 and dismissed_at is null) < $9
        """;

    // While a slot is replayed stream by stream, its checkpoints say nothing of where it is: what follows an event in its stream can't be told from what is to be replayed.
    const string Due =
        """
        select id, partition, stream, version, attempts from projection_set_aside
        where projection = $1 and slot = $2 and dismissed_at is null and partition = any($3) and next_attempt_at <= now()
          and not exists (select from projection_replays r join projections p on p.projection = r.projection where r.projection = $1 and p.live_slot <> $2)
        order by next_attempt_at limit 20
        """;

    // What somebody has decided meanwhile stays decided.
    const string GotOn =
        """
        update projection_set_aside set version = version + 1, attempts = 0, next_attempt_at = now(), failed_at = now()
        where id = $1 and version = $2 and dismissed_at is null
        """;

    const string Over = "delete from projection_set_aside where id = $1 and version = $2 and dismissed_at is null";

    const string FailedAgain =
        """
        update projection_set_aside set error = $3, type = $5, attempts = attempts + 1, failed_at = now(),
          next_attempt_at = case when $4 >= 0 then now() + $4 * interval '1 second' end
        where id = $1 and version = $2 and dismissed_at is null
        """;

    // Up to the checkpoint: what comes after it will come with the feed.
    readonly string _next =
        $"select {EventRows.ColumnsWith(projection.Needs)} from recorded_events e where e.stream = $1 and e.version >= $2 and (e.xid, e.position) <= ($3, $4) order by e.version limit 1";

    const string Report = "update projection_partitions set error = $4 where projection = $1 and slot = $2 and partition = $3";

    /// <summary>The streams that wait, and what was dismissed. Only the partitions' owner lets a stream go on, and it does one thing at a time.</summary>
    internal async Task<(HashSet<string> Waiting, HashSet<(StreamId Stream, long Version)> Dismissed)> ReadAsync(
        NpgsqlConnection connection, int[] partitions, CancellationToken cancellationToken)
    {
        var rows = await Of(new NpgsqlCommand(Rows, connection), partitions).ReadAsync(
            row => (Stream: row.GetString(0), Version: row.GetInt64(1), IsDismissed: row.GetBoolean(2)), cancellationToken).ConfigureAwait(false);
        return (
            [.. rows.Where(row => !row.IsDismissed).Select(row => row.Stream)],
            [.. rows.Where(row => row.IsDismissed).Select(row => (StreamId.Parse(row.Stream), row.Version))]);
    }

    /// <returns>Whether it is set aside; there may be too many already.</returns>
    internal async Task<bool> AddAsync(NpgsqlConnection connection, RecordedEvent poison, int partition, Exception why, CancellationToken cancellationToken) =>
        await Of(
            new NpgsqlCommand(Add, connection), partition, poison.Stream.ToString(), poison.Version, poison.Type, why.Message, options.DelayAfter(1), (long)options.MostSetAside)
            .RunAsync(cancellationToken).ConfigureAwait(false) > 0;

    internal async Task<List<DueEvent>> DueAsync(NpgsqlDataSource dataSource, int[] partitions, CancellationToken cancellationToken) =>
        await Of(dataSource.CreateCommand(Due), partitions).ReadAsync(
            row => new DueEvent(row.GetInt64(0), row.GetInt32(1), row.GetString(2), row.GetInt64(3), row.GetInt32(4)), cancellationToken).ConfigureAwait(false);

    /// <summary>Applies the event, and those of its stream that wait with it, each in a transaction of its own. With the last one the stream is back in the feed.</summary>
    internal async Task TryAgainAsync(DueEvent due, NpgsqlDataSource dataSource, PartitionLeases leases, CancellationToken cancellationToken)
    {
        try
        {
            while (await ApplyNextAsync(due, dataSource, leases, cancellationToken).ConfigureAwait(false))
                due = due with { Version = due.Version + 1, Attempts = 0 };
        }
        catch (ApplyFailedException failed)
        {
            var attempts = due.Attempts + 1;
            var delay = attempts >= options.Attempts ? -1 : options.DelayAfter(attempts).TotalSeconds;
            await dataSource.CreateCommand(FailedAgain).With(due.Id).With(due.Version).With(failed.Message).With(delay).With(failed.Events[0].Type).RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    internal async Task ReportStopAsync(NpgsqlDataSource dataSource, int partition, string error, CancellationToken cancellationToken) =>
        await Of(dataSource.CreateCommand(Report), partition).With(error).RunAsync(cancellationToken).ConfigureAwait(false);

    // The partition is locked first, as by a batch: while it does not move, "no more events up to its checkpoint" stays true until the stream is let go.
    async Task<bool> ApplyNextAsync(DueEvent due, NpgsqlDataSource dataSource, PartitionLeases leases, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var disposing = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var rollingBack = transaction.ConfigureAwait(false);
        var checkpoint = await leases.LockAsync(connection, due.Partition, cancellationToken).ConfigureAwait(false);
        var next = (await new NpgsqlCommand(_next, connection).With(due.Stream).With(due.Version).With(checkpoint)
            .ReadAsync(row => new EventRows().Read(row), cancellationToken).ConfigureAwait(false)).SingleOrDefault();
        var decided = await new NpgsqlCommand(next is null ? Over : GotOn, connection).With(due.Id).With(due.Version).RunAsync(cancellationToken).ConfigureAwait(false);
        if (decided == 0)
            return false;
        if (next is not null)
        {
            var (_, dismissed) = await ReadAsync(connection, [due.Partition], cancellationToken).ConfigureAwait(false);
            if (!dismissed.Contains((next.Stream, next.Version)))
            {
                var write = await ProjectionWorker.PrepareAsync(projection, new ProjectionBatch(connection, slot, [next]) { Dismissed = dismissed }, cancellationToken).ConfigureAwait(false);
                await write(cancellationToken).ConfigureAwait(false);
            }
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return next is not null;
    }

    NpgsqlCommand Of(NpgsqlCommand command, int[] partitions) => command.With(projection.Name).With(slot).With(partitions);

    NpgsqlCommand Of(NpgsqlCommand command, int partition) => command.With(projection.Name).With(slot).With(partition);

    NpgsqlCommand Of(NpgsqlCommand command, int partition, string stream, long version, string type, string error, TimeSpan delay, long most) =>
        Of(command, partition).With(stream).With(version).With(type).With(error).With(delay).With(most);
}
