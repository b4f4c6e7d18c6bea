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

    /// <summary>Goes on where it is, to the end. Does nothing where no streams are left to be replayed.</summary>
    /// <param name="between">Is awaited after each page.</param>
    /// <param name="cancellationToken">Stops it. It goes on later.</param>
    /// <exception cref="LeaseLostException">Somebody else replays.</exception>
    /// <exception cref="RebuildBlockedException">So many events can't be applied that it is not the events that are wrong.</exception>
    internal async Task RunAsync(Func<Task> between, CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken).ConfigureAwait(false) is not var (upTo, at))
            return;
        var pages = new StreamPages(dataSource, projection.Needs, pageSize, upTo, at);
        await using var stopping = pages.ConfigureAwait(false);
        Task<PreparedPage>? ahead = null;
        try
        {
            var page = await pages.NextAsync(cancellationToken).ConfigureAwait(false);
            while (page.Count > 0)
            {
                var next = await pages.NextAsync(cancellationToken).ConfigureAwait(false);
                var current = ahead ?? PrepareAsync(page, cancellationToken);
                // While one page is written, the next one is folded, unless it begins within a stream: what that is loaded from has to be written first.
                ahead = next is [{ Version: 1 }, ..] ? PrepareAsync(next, cancellationToken) : null;
                at = await ApplyAsync(page, current, at, cancellationToken).ConfigureAwait(false);
                await between().ConfigureAwait(false);
                page = next;
            }
        }
        finally
        {
            await DropAsync(ahead).ConfigureAwait(false);
        }

        await EndAsync(upTo, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads and folds what a page needs; nothing is written, and no transaction is open.</summary>
    async Task<PreparedPage> PrepareAsync(List<RecordedEvent> events, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var write = await ProjectionWorker.PrepareAsync(projection, slot, setAside, connection, AllPartitions, events, cancellationToken).ConfigureAwait(false);
            return new PreparedPage(events, connection, write);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>In parts, where the whole can't be applied, until an event that can't stands alone: it is set aside, and what follows it in its stream waits.</summary>
    async Task<StreamPlace> ApplyAsync(List<RecordedEvent> events, Task<PreparedPage> preparing, StreamPlace from, CancellationToken cancellationToken)
    {
        try
        {
            var prepared = await preparing.ConfigureAwait(false);
            await using var closing = prepared.ConfigureAwait(false);
            return await WriteAsync(prepared, from, cancellationToken).ConfigureAwait(false);
        }
        catch (ApplyFailedException) when (events.Count > 1)
        {
            foreach (var half in new[] { events[..(events.Count / 2)], events[(events.Count / 2)..] })
                from = await ApplyAsync(half, PrepareAsync(half, cancellationToken), from, cancellationToken).ConfigureAwait(false);
            return from;
        }
        catch (ApplyFailedException failed)
        {
            return await SetAsideAsync(events[0], failed.InnerException!, from, cancellationToken).ConfigureAwait(false);
        }
    }

    async Task<StreamPlace> WriteAsync(PreparedPage page, StreamPlace from, CancellationToken cancellationToken)
    {
        var transaction = await page.Connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var rollingBack = transaction.ConfigureAwait(false);
        // Had somebody else replayed meanwhile, and written what was read here, the place would not be where it was.
        var to = await MoveAsync(page.Connection, page.Events, from, cancellationToken).ConfigureAwait(false);
        if (page.Write is { } write)
            await write(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return to;
    }

    async Task<StreamPlace> SetAsideAsync(RecordedEvent poison, Exception why, StreamPlace from, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var disposing = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var rollingBack = transaction.ConfigureAwait(false);
        var to = await MoveAsync(connection, [poison], from, cancellationToken).ConfigureAwait(false);
        if (!await setAside.AddAsync(connection, poison, Partition.Of(poison.Stream), why, cancellationToken).ConfigureAwait(false))
            throw RebuildBlockedException.BecauseTooMany(slot, [$"{poison.Type}: {why.GetType().Name}"]);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        logger.EventSetAside(projection.Name, poison.Stream.ToString(), poison.Version, poison.Type, why);
        return to;
    }

    async Task<StreamPlace> MoveAsync(NpgsqlConnection connection, IReadOnlyList<RecordedEvent> events, StreamPlace from, CancellationToken cancellationToken)
    {
        var to = StreamPlace.Of(events[^1]);
        await leases.MoveAsync(
            connection, GlobalCheckpoint.Start, GlobalCheckpoint.Start, AllPartitions, ProjectionWorker.CountsOf(AllPartitions, events), cancellationToken).ConfigureAwait(false);
        var moved = await new NpgsqlCommand(MoveOn, connection).With(projection.Name).With(from.Stream).With(from.Version).With(to.Stream).With(to.Version)
            .RunAsync(cancellationToken).ConfigureAwait(false);
        return moved > 0 ? to : throw new LeaseLostException();
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

    /// <summary>Nobody wants what is still being prepared.</summary>
    static async Task DropAsync(Task<PreparedPage>? preparing)
    {
        if (preparing is null)
            return;
        await ((Task)preparing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (preparing.IsCompletedSuccessfully)
            await (await preparing.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A page that can be written.</summary>
    /// <param name="Events">Its events.</param>
    /// <param name="Connection">Where they are written.</param>
    /// <param name="Write">Writes what they make of the read model; null where they make nothing of it.</param>
    sealed record PreparedPage(List<RecordedEvent> Events, NpgsqlConnection Connection, Func<CancellationToken, Task>? Write) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Connection.DisposeAsync();
    }
}
