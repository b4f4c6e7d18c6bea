using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sagas.EventStore;

namespace Sagas.Projections;

/// <summary>
/// Replays stream after stream up to a place in the order of all events, each as a whole, unless it is longer than a page: what a stream makes of the read model is not loaded and written once, however far its
/// events are apart. How far it is stands in the database and is moved by the transaction that writes, so that it goes on there when it was interrupted.
/// </summary>
sealed class StreamReplay(IProjection projection, string slot, PartitionLeases leases, SetAsideEvents setAside, NpgsqlDataSource dataSource, int pageSize, ILogger logger)
{
    static readonly int[] AllPartitions = [.. Enumerable.Range(0, Partition.All)];

    const string Find = "select xid, position, stream, version from projection_replays where projection = $1";

    const string MoveOn = "update projection_replays set stream = $4, version = $5 where projection = $1 and stream = $2 and version = $3";

    const string End = "delete from projection_replays where projection = $1";

    // Where to begin is hidden from the planner, so that one plan is for all pages.
    readonly string _page = string.Create(CultureInfo.InvariantCulture,
        $"""
        select {EventRows.ColumnsWith(projection.Needs)} from recorded_events e
        where (e.stream, e.version) > ((select $1), (select $2)) and (e.xid, e.position) <= ((select $3), (select $4))
        order by e.stream, e.version limit {pageSize}
        """);

    /// <summary>Goes on where it is, to the end. Does nothing where no streams are left to be replayed.</summary>
    /// <param name="between">Is awaited after each page.</param>
    /// <param name="cancellationToken">Stops it. It goes on later.</param>
    /// <exception cref="LeaseLostException">Somebody else replays.</exception>
    /// <exception cref="RebuildBlockedException">So many events can't be applied that it is not the events that are wrong.</exception>
    internal async Task RunAsync(Func<Task> between, CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken).ConfigureAwait(false) is not var (upTo, at))
            return;
        var reading = ReadAsync(at, upTo, cancellationToken);
        try
        {
            while (await reading.ConfigureAwait(false) is { Count: > 0 } read)
            {
                var (isLast, page) = (read.Count < pageSize, WholeStreams(read));
                reading = isLast ? Task.FromResult<List<RecordedEvent>>([]) : ReadAsync(PlaceOf(page[^1]), upTo, cancellationToken);
                at = await ApplyAsync(page, at, cancellationToken).ConfigureAwait(false);
                await between().ConfigureAwait(false);
            }
        }
        finally
        {
            // Nobody wants what it still reads.
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await EndAsync(upTo, cancellationToken).ConfigureAwait(false);
    }

    // What a page ends in the middle of begins the next one, unless it is all of the page: rows of a part would have to be loaded and changed with the rest.
    List<RecordedEvent> WholeStreams(List<RecordedEvent> page)
    {
        var whole = page.Count < pageSize ? page.Count : page.FindLastIndex(recorded => recorded.Stream != page[^1].Stream) + 1;
        return whole == 0 ? page : page[..whole];
    }

    /// <summary>In parts, where the whole can't be applied, until an event that can't stands alone: it is set aside, and what follows it in its stream waits.</summary>
    async Task<StreamPlace> ApplyAsync(List<RecordedEvent> events, StreamPlace from, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteAsync(events, from, why: null, cancellationToken).ConfigureAwait(false);
        }
        catch (ApplyFailedException) when (events.Count > 1)
        {
            var half = events.Count / 2;
            from = await ApplyAsync(events[..half], from, cancellationToken).ConfigureAwait(false);
            return await ApplyAsync(events[half..], from, cancellationToken).ConfigureAwait(false);
        }
        catch (ApplyFailedException failed)
        {
            return await WriteAsync(events, from, failed.InnerException, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <param name="events">The events.</param>
    /// <param name="from">Where the replay is.</param>
    /// <param name="why">Why the one event can't be applied, but is to be set aside; null for what is to be applied.</param>
    /// <param name="cancellationToken">Rolls it back.</param>
    async Task<StreamPlace> WriteAsync(List<RecordedEvent> events, StreamPlace from, Exception? why, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var disposing = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var rollingBack = transaction.ConfigureAwait(false);
        var write = why is null
            ? await ProjectionWorker.PrepareAsync(projection, slot, setAside, connection, AllPartitions, events, cancellationToken).ConfigureAwait(false)
            : null;

        var to = PlaceOf(events[^1]);
        await leases.MoveAsync(
            connection, GlobalCheckpoint.Start, GlobalCheckpoint.Start, AllPartitions, ProjectionWorker.CountsOf(AllPartitions, events), cancellationToken).ConfigureAwait(false);
        var moved = await new NpgsqlCommand(MoveOn, connection).With(projection.Name).With(from.Stream).With(from.Version).With(to.Stream).With(to.Version)
            .RunAsync(cancellationToken).ConfigureAwait(false);
        if (moved == 0)
            throw new LeaseLostException();
        if (write is not null)
            await write(cancellationToken).ConfigureAwait(false);
        if (why is not null)
            await SetAsideAsync(connection, events[0], why, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return to;
    }

    async Task SetAsideAsync(NpgsqlConnection connection, RecordedEvent poison, Exception why, CancellationToken cancellationToken)
    {
        if (!await setAside.AddAsync(connection, poison, Partition.Of(poison.Stream), why, cancellationToken).ConfigureAwait(false))
            throw RebuildBlockedException.BecauseTooMany(slot, [$"{poison.Type}: {why.GetType().Name}"]);
        logger.EventSetAside(projection.Name, poison.Stream.ToString(), poison.Version, poison.Type, why);
    }

    /// <summary>From here on the slot is as if all of it had come with the feed.</summary>
    async Task EndAsync(GlobalCheckpoint upTo, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var disposing = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var rollingBack = transaction.ConfigureAwait(false);
        await leases.MoveAsync(connection, GlobalCheckpoint.Start, upTo, AllPartitions, new long[Partition.All], cancellationToken).ConfigureAwait(false);
        await new NpgsqlCommand(End, connection).With(projection.Name).RunAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    async Task<(GlobalCheckpoint UpTo, StreamPlace At)?> FindAsync(CancellationToken cancellationToken)
    {
        var found = await dataSource.CreateCommand(Find).With(projection.Name).ReadAsync(
            row => (new GlobalCheckpoint(row.GetFieldValue<ulong>(0), row.GetInt64(1)), new StreamPlace(row.GetString(2), row.GetInt64(3))), cancellationToken).ConfigureAwait(false);
        return found is [var replay] ? replay : null;
    }

    async Task<List<RecordedEvent>> ReadAsync(StreamPlace after, GlobalCheckpoint upTo, CancellationToken cancellationToken)
    {
        var batch = dataSource.CreateBatch();
        await using var disposing = batch.ConfigureAwait(false);
        // The last page passes over all that has come since the replay began, and a replay can have been interrupted for long.
        batch.Timeout = 0;
        var reader = await batch.ReadInOrderAsync(new NpgsqlBatchCommand(_page).With(after.Stream).With(after.Version).With(upTo), cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var (rows, events) = (new EventRows(), new List<RecordedEvent>(pageSize));
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            events.Add(rows.Read(reader));
        return events;
    }

    static StreamPlace PlaceOf(RecordedEvent recorded) => new(recorded.Stream.ToString(), recorded.Version);

    /// <summary>An event of a stream, or before the first one.</summary>
    readonly record struct StreamPlace(string Stream, long Version);
}
