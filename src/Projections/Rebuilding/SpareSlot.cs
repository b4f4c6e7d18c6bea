using Npgsql;

namespace Sagas.Projections;

/// <summary>The slot of a projection that is not live, where it is rebuilt.</summary>
sealed class SpareSlot(NpgsqlDataSource dataSource, IProjection projection, TimeProvider clock)
{
    const int MostTries = 60;

    static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    const string Slots = "select live_slot, spare from projections where projection = $1";

    const string Count = "select count(*) from recorded_events";

    // TRUNCATE waits for whoever reads the table, and everybody who wants to read it queues behind: not for long.
    const string NotForLong = "set local lock_timeout = '200ms'";

    const string Begin =
        """
        update projections set spare = 'building', rebuild_started_at = now(), rebuild_events = $3, changed_at = now(), changed_by = $4
        where projection = $1 and live_slot <> $2
        """;

    const string Reset =
        "update projection_partitions set xid = '0', position = 0, events = 0, error = null, owner = null, leased_until = null where projection = $1 and slot = $2";

    const string ForgetReplay = "delete from projection_replays where projection = $1";

    // Up to where each partition of the live slot is at least: so the rebuilt one never gets ahead of it.
    const string BeginReplay =
        """
        insert into projection_replays (projection, xid, position)
        select x.projection, x.xid, x.position from projection_partitions x
        where x.projection = $1 and x.slot <> $2 order by x.xid, x.position limit 1
        """;

    // What somebody has dismissed stays dismissed.
    const string Forget = "delete from projection_set_aside where projection = $1 and slot = $2 and dismissed_at is null";

    /// <summary>Empties the slot, unless an interrupted rebuild is to go on in it.</summary>
    /// <returns>Its name.</returns>
    internal async Task<string> PrepareAsync(RebuildOptions rebuild, CancellationToken cancellationToken)
    {
        var (live, spare) = (await dataSource.CreateCommand(Slots).With(projection.Name)
            .ReadAsync(row => (row.GetString(0), row.GetString(1)), cancellationToken).ConfigureAwait(false)).Single();
        var slot = live == "a" ? "b" : "a";
        if (spare == "building" && !rebuild.FromTheStart)
            return slot;

        var events = (await dataSource.CreateCommand(Count).WithoutTimeout().ReadAsync(row => row.GetInt64(0), cancellationToken).ConfigureAwait(false)).Single();
        for (var tries = 1; ; tries++)
        {
            try
            {
                await EmptyAsync(slot, events, rebuild.By, cancellationToken).ConfigureAwait(false);
                return slot;
            }
            catch (PostgresException locked) when (locked.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                if (tries == MostTries)
                    throw new RebuildBlockedException($"Somebody has been reading the tables of {projection.Name} all the time, so that slot {slot} could not be emptied.", locked);
                await Task.Delay(BetweenTries, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Builds the indexes that queries need, where they are not there yet. Nobody writes the slot but the rebuild.</summary>
    internal async Task BuildIndexesAsync(string slot, CancellationToken cancellationToken)
    {
        foreach (var build in projection.Indexes?.Build ?? [])
            await dataSource.CreateCommand(build).WithoutTimeout().With(slot).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    async Task EmptyAsync(string slot, long events, string by, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var disposing = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var rollingBack = transaction.ConfigureAwait(false);
        await new NpgsqlCommand(NotForLong, connection).RunAsync(cancellationToken).ConfigureAwait(false);
        var begin = new NpgsqlCommand(Begin, connection).With(projection.Name).With(slot).With(events).With(by);
        if (await begin.RunAsync(cancellationToken).ConfigureAwait(false) == 0)
            throw new RebuildBlockedException($"Somebody else has swapped the slots of {projection.Name} meanwhile.");
        await new NpgsqlCommand(Reset, connection).With(projection.Name).With(slot).RunAsync(cancellationToken).ConfigureAwait(false);
        await new NpgsqlCommand(Forget, connection).With(projection.Name).With(slot).RunAsync(cancellationToken).ConfigureAwait(false);
        await new NpgsqlCommand(ForgetReplay, connection).With(projection.Name).RunAsync(cancellationToken).ConfigureAwait(false);
        if (projection.FoldsStreams)
            await new NpgsqlCommand(BeginReplay, connection).With(projection.Name).With(slot).RunAsync(cancellationToken).ConfigureAwait(false);
        foreach (var table in projection.Tables)
            await new NpgsqlCommand($"truncate {table.Name}_{slot}", connection).RunAsync(cancellationToken).ConfigureAwait(false);
        if (projection.Indexes is { } indexes)
            await new NpgsqlCommand(indexes.Drop, connection).With(slot).RunAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}
