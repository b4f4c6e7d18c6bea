using Microsoft.Extensions.Logging;
using Npgsql;
using Sagas.EventStore;

namespace Sagas.Projections;

/// <summary>
/// Projects the partitions of a slot that this process owns. Those that stand at one place are read and written together; when they stand at several places, the
/// most lagging go first, up to where the next ones stand, and on from there with them.
/// </summary>
sealed class ProjectionWorker(
    IProjection projection, string slot, Guid me, NpgsqlDataSource dataSource, ProjectionOptions options, TimeProvider clock, ILogger logger)
{
    readonly FeedAhead _feed = new(new EventFeed(dataSource, projection.Needs));
    readonly PartitionLeases _leases = new(dataSource, projection.Name, slot, me, options.Lease);
    readonly SetAsideEvents _setAside = new(projection, slot, options);
    readonly Dictionary<int, Stop> _stopped = [];
    List<Partition> _partitions = [];
    int _limit = options.BatchSize;

    internal int Members => _leases.Members;

    internal bool OwnsAny => _partitions.Count > 0;

    internal IReadOnlyList<Partition> Partitions => _partitions;

    /// <summary>What replays the slot stream by stream, on this worker's leases.</summary>
    internal StreamReplay Replay(int pageSize) => new(projection, slot, _leases, _setAside, dataSource, pageSize, logger);

    /// <summary>Claims this process's share, and tries again what was set aside and is due.</summary>
    internal async Task ClaimAsync(CancellationToken cancellationToken)
    {
        _partitions = await _leases.ClaimAsync(cancellationToken).ConfigureAwait(false);
        foreach (var due in await _setAside.DueAsync(dataSource, [.. _partitions.Select(partition => partition.Number)], cancellationToken).ConfigureAwait(false))
            await _setAside.TryAgainAsync(due, dataSource, _leases, cancellationToken).ConfigureAwait(false);
    }

    internal async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        await _feed.StopAsync().ConfigureAwait(false);
        await _leases.ReleaseAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Applies the next events.</summary>
    /// <exception cref="LeaseLostException">A partition is not this process's any more: claim again.</exception>
    internal Task<Step> StepAsync(CancellationToken cancellationToken)
    {
        var going = WithoutStopped(_partitions);
        return going.Count == 0 ? Task.FromResult(Step.Stopped) : StepAsync(going, null, cancellationToken);
    }

    /// <summary>Applies the next events of those partitions that are not yet where they are to be, and none beyond.</summary>
    internal Task<Step> StepTowardsAsync(IReadOnlyDictionary<int, GlobalCheckpoint> targets, CancellationToken cancellationToken)
    {
        var behind = _partitions.Where(partition => targets[partition.Number].IsAfter(partition.Checkpoint)).ToList();
        if (behind.Count == 0)
            return Task.FromResult(Step.CaughtUp);
        var going = WithoutStopped(behind);
        return going.Count == 0 ? Task.FromResult(Step.Stopped) : StepAsync(going, targets, cancellationToken);
    }

    List<Partition> WithoutStopped(List<Partition> partitions)
    {
        var now = clock.GetUtcNow();
        return [.. partitions.Where(partition => !_stopped.TryGetValue(partition.Number, out var stop) || stop.Until <= now)];
    }

    async Task<Step> StepAsync(List<Partition> going, IReadOnlyDictionary<int, GlobalCheckpoint>? targets, CancellationToken cancellationToken)
    {
        var (cohort, upTo) = MostLagging(going);
        foreach (var target in cohort.Where(_ => targets is not null).Select(partition => targets![partition.Number]))
            upTo = upTo is null || upTo.Value.IsAfter(target) ? target : upTo;
        var from = cohort[0].Checkpoint;
        int[] numbers = [.. cohort.Select(partition => partition.Number)];
        var page = await _feed.ReadAsync(new PageRequest(from, upTo, numbers, _limit), cancellationToken).ConfigureAwait(false);
        // A page that is not full has seen everything up to where the next ones stand.
        var to = page.IsFull ? page.Through : upTo ?? page.Through;
        if (to == from)
            return await dataSource.AnyAfterAsync(from, cancellationToken).ConfigureAwait(false) ? Step.HeldBack : Step.CaughtUp;

        try
        {
            await ApplyAsync(from, to, numbers, page, cancellationToken).ConfigureAwait(false);
        }
        catch (ApplyFailedException failed) when (_limit > 1)
        {
            // Smaller, until the event that can't be applied stands alone.
            _limit = Math.Clamp(failed.Events.Count / 2, 1, _limit - 1);
            return Step.Moved;
        }
        catch (ApplyFailedException failed)
        {
            await HandleAsync(failed, from, to, Partition.Of(failed.Events[0].Stream), numbers, cancellationToken).ConfigureAwait(false);
            return Step.Moved;
        }

        _limit = Math.Min(options.BatchSize, _limit * 2);
        _partitions = [.. _partitions.Select(partition => numbers.Contains(partition.Number) ? partition with { Checkpoint = to } : partition)];
        foreach (var number in numbers)
            _stopped.Remove(number);
        return Step.Moved;
    }

    static (List<Partition> Cohort, GlobalCheckpoint? UpTo) MostLagging(List<Partition> partitions)
    {
        var cohorts = partitions.GroupBy(partition => partition.Checkpoint)
            .OrderBy(cohort => cohort.Key.Xid).ThenBy(cohort => cohort.Key.Position).Take(2).ToList();
        return ([.. cohorts[0]], cohorts.Count > 1 ? cohorts[1].Key : null);
    }

    async Task ApplyAsync(GlobalCheckpoint from, GlobalCheckpoint to, int[] numbers, EventPage page, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var disposing = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var rollingBack = transaction.ConfigureAwait(false);

        // What reads comes first, and nothing is written before the checkpoints have moved: whoever follows all events waits for this transaction from then on only. Had somebody else
        // taken a partition meanwhile, and written what was read here, it would not be where it was, or not be this process's any more.
        var write = page.Events.Count > 0
            ? await PrepareAsync(projection, slot, _setAside, connection, numbers, page.Events, cancellationToken).ConfigureAwait(false)
            : null;
        await _leases.MoveAsync(connection, from, to, numbers, CountsOf(numbers, page.Events), cancellationToken).ConfigureAwait(false);
        if (write is not null)
            await write(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Prepares what of some events is to be applied: neither what was dismissed, nor what waits.</summary>
    /// <returns>What writes; null when there is nothing.</returns>
    internal static async Task<Func<CancellationToken, Task>?> PrepareAsync(
        IProjection projection, string slot, SetAsideEvents setAside, NpgsqlConnection connection, int[] numbers, IReadOnlyList<RecordedEvent> events, CancellationToken cancellationToken)
    {
        var (waiting, dismissed) = await setAside.ReadAsync(connection, numbers, cancellationToken).ConfigureAwait(false);
        if (waiting.Count > 0 || dismissed.Count > 0)
            events = [.. events.Where(recorded => !waiting.Contains(recorded.Stream.ToString()) && !dismissed.Contains((recorded.Stream, recorded.Version)))];
        return events.Count > 0
            ? await PrepareAsync(projection, new ProjectionBatch(connection, slot, events) { Dismissed = dismissed }, cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <summary>What prepares and what writes both say which events they could not apply.</summary>
    internal static async Task<Func<CancellationToken, Task>> PrepareAsync(IProjection projection, ProjectionBatch batch, CancellationToken cancellationToken)
    {
        var write = await OfTheEventsAsync(batch, () => projection.PrepareAsync(batch, cancellationToken)).ConfigureAwait(false);
        return writing => OfTheEventsAsync(batch, async () =>
        {
            await write(writing).ConfigureAwait(false);
            return true;
        });
    }

    static async Task<T> OfTheEventsAsync<T>(ProjectionBatch batch, Func<Task<T>> act)
    {
        try
        {
            return await act().ConfigureAwait(false);
        }
        catch (Exception exception) when (Failure.IsOfTheEvents(exception))
        {
            throw new ApplyFailedException(batch.Events, exception);
        }
    }

    async Task HandleAsync(
        ApplyFailedException failed, GlobalCheckpoint from, GlobalCheckpoint to, int partition, int[] numbers, CancellationToken cancellationToken)
    {
        var poison = failed.Events[0];
        var why = failed.InnerException!;
        if (options.Poison == PoisonPolicy.SetAside && await SetAsideAsync(poison, why, from, to, partition, numbers, cancellationToken).ConfigureAwait(false))
        {
            logger.EventSetAside(projection.Name, poison.Stream.ToString(), poison.Version, poison.Type, why);
            _partitions = [.. _partitions.Select(each => numbers.Contains(each.Number) ? each with { Checkpoint = to } : each)];
            return;
        }

        var attempts = _stopped.TryGetValue(partition, out var before) ? before.Attempts + 1 : 1;
        _stopped[partition] = new Stop(attempts, clock.GetUtcNow() + options.DelayAfter(Math.Min(attempts, 6)));
        // The others of the cohort go on with whole batches; this one tries the event alone.
        _limit = options.BatchSize;
        // Health shows this to everybody, and the message may quote what is in the event: that is for the log.
        await _setAside.ReportStopAsync(
            dataSource, partition, $"Event {poison.Version} of {poison.Stream} ({poison.Type}): {why.GetType().Name}", cancellationToken).ConfigureAwait(false);
        logger.PartitionStopped(projection.Name, partition, poison.Stream.ToString(), poison.Version, poison.Type, why);
    }

    async Task<bool> SetAsideAsync(
        RecordedEvent poison, Exception why, GlobalCheckpoint from, GlobalCheckpoint to, int partition, int[] numbers, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var disposing = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var rollingBack = transaction.ConfigureAwait(false);
        await _leases.MoveAsync(connection, from, to, numbers, [.. numbers.Select(number => number == partition ? 1L : 0L)], cancellationToken).ConfigureAwait(false);
        if (!await _setAside.AddAsync(connection, poison, partition, why, cancellationToken).ConfigureAwait(false))
            return false;
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>How many of some events are in each of some partitions.</summary>
    internal static long[] CountsOf(int[] numbers, IReadOnlyList<RecordedEvent> events)
    {
        var counts = new long[Partition.All];
        foreach (var (stream, count) in events.CountBy(recorded => recorded.Stream))
            counts[Partition.Of(stream)] += count;
        return [.. numbers.Select(number => counts[number])];
    }

    readonly record struct Stop(int Attempts, DateTimeOffset Until);
}
