using System.Data;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Sagas.EventStore;

namespace Sagas.Projections;

/// <summary>Rebuilds read models in their spare slot while the live one goes on, and swaps them.</summary>
public sealed class ProjectionRebuild(
    NpgsqlDataSource dataSource, IEnumerable<IProjection> projections, IOptions<ProjectionOptions> options, TimeProvider clock, ILogger<ProjectionRebuild> logger)
{
    // For what has come since the rebuild began, and for projections that don't fold streams. From its first write on, a batch holds back whoever follows all events: it is not to be too large.
    const int BatchSize = 5_000;

    static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(1);

    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    static readonly TimeSpan ForOthers = TimeSpan.FromSeconds(10);

    // Whatever comes in while this much is replayed is little enough to be replayed while live is held.
    static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(200);

    const string Swap =
        """
        update projections set live_slot = $2, spare = 'kept', rebuild_started_at = null, changed_at = now(), changed_by = $3, change_reason = $4
        where projection = $1 and live_slot <> $2
        """;

    const string RollBack =
        """
        update projections set live_slot = case live_slot when 'a' then 'b' else 'a' end, changed_at = now(), changed_by = $2, change_reason = $3
        where projection = $1 and spare = 'kept'
        """;

    const string Live =
        """
        select x.partition, x.xid, x.position from projection_partitions x join projections p on p.projection = x.projection and p.live_slot = x.slot
        where x.projection = $1 order by x.partition
        """;

    // Whoever is about to move a live checkpoint waits: until this transaction ends, the live slot is what it is.
    const string HoldLive = $"{Live} for update of x";

    const string Errors = "select distinct error from projection_partitions where projection = $1 and slot = $2 and error is not null limit 3";

    /// <summary>The projections that there are.</summary>
    public IReadOnlyList<string> Known { get; } = [.. projections.Select(projection => projection.Name)];

    /// <summary>
    /// Replays all events into the spare slot, or goes on where a rebuild was interrupted; comes to where the live model stands; compares both as they were at one moment; and makes
    /// the rebuilt one live, when it is equal or <see cref="RebuildOptions.Force" /> says why not. The model that was live is kept.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such projection.</exception>
    /// <exception cref="RebuildBlockedException">Something has to be done about it first, or somebody else is rebuilding it.</exception>
    public async Task<RebuildReport> RunAsync(string name, RebuildOptions rebuild, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rebuild);
        var projection = projections.SingleOrDefault(known => known.Name == name)
            ?? throw new ArgumentException($"There is no projection {name}. There is {string.Join(", ", Known)}.", nameof(name));
        var alone = await RebuildLock.TakeAsync(dataSource, name, cancellationToken).ConfigureAwait(false);
        await using var letting = alone.ConfigureAwait(false);
        await ProjectionCatalogue.RegisterAsync(dataSource, name, cancellationToken).ConfigureAwait(false);
        var spare = new SpareSlot(dataSource, projection, clock);
        var slot = await spare.PrepareAsync(rebuild, cancellationToken).ConfigureAwait(false);

        // Patient about events that can't be applied: they are reported with the differences.
        var worker = new ProjectionWorker(
            projection, slot, Guid.CreateVersion7(), dataSource,
            new ProjectionOptions
            {
                BatchSize = BatchSize, Lease = options.Value.Lease, FirstDelay = TimeSpan.FromDays(1), Poison = PoisonPolicy.SetAside, MostSetAside = options.Value.MostSetAside,
            },
            clock, logger);
        try
        {
            await ClaimAllAsync(worker, slot, cancellationToken).ConfigureAwait(false);
            await worker.Replay(rebuild.PageSize).RunAsync(Attending(worker, name, slot, rebuild, cancellationToken), cancellationToken).ConfigureAwait(false);
            await ReplayAsync(worker, name, slot, rebuild, cancellationToken).ConfigureAwait(false);
            await spare.BuildIndexesAsync(slot, cancellationToken).ConfigureAwait(false);
            var differences = await CompareAsync(worker, projection, slot, rebuild, cancellationToken).ConfigureAwait(false);
            if (differences.Count > 0 && rebuild.Force is null)
                return new RebuildReport(false, differences);
            var setAside = await SwapAsync(worker, name, slot, rebuild, cancellationToken).ConfigureAwait(false);
            return setAside.Count == 0 ? new RebuildReport(true, differences) : new RebuildReport(false, setAside);
        }
        catch (LeaseLostException lost)
        {
            throw new RebuildBlockedException($"Another process has taken partitions of slot {slot} over.", lost);
        }
        finally
        {
            await worker.ReleaseAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Makes the model that a rebuild replaced live again, at once. It stands where it stood, and catches up.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RollBackAsync(string name, string by, string reason, CancellationToken cancellationToken = default) =>
        await dataSource.CreateCommand(RollBack).With(name).With(by).With(reason).RunAsync(cancellationToken).ConfigureAwait(false) > 0;

    /// <summary>Comes to where the live slot stands, and never beyond: so the two can meet though live stands still.</summary>
    async Task ReplayAsync(ProjectionWorker worker, string name, string slot, RebuildOptions rebuild, CancellationToken cancellationToken)
    {
        long began;
        do
        {
            began = clock.GetTimestamp();
            await ClaimAllAsync(worker, slot, cancellationToken).ConfigureAwait(false);
            var between = Attending(worker, name, slot, rebuild, cancellationToken);
            var live = await PlacesAsync(dataSource.CreateCommand(Live), name, cancellationToken).ConfigureAwait(false);
            while (await worker.StepTowardsAsync(live, cancellationToken).ConfigureAwait(false) == Step.Moved)
                await between().ConfigureAwait(false);
        }
        while (clock.GetElapsedTime(began) > Brief);
    }

    /// <summary>What is done between two batches when it is time: telling how far it is, and renewing the leases.</summary>
    Func<Task> Attending(ProjectionWorker worker, string name, string slot, RebuildOptions rebuild, CancellationToken cancellationToken)
    {
        var (reported, claimed) = (clock.GetTimestamp(), clock.GetTimestamp());
        return async () =>
        {
            if (clock.GetElapsedTime(reported) > BetweenReports)
            {
                await ReportAsync(name, rebuild, cancellationToken).ConfigureAwait(false);
                reported = clock.GetTimestamp();
            }

            if (clock.GetElapsedTime(claimed) > options.Value.Lease / 3)
            {
                await ClaimAllAsync(worker, slot, cancellationToken).ConfigureAwait(false);
                claimed = clock.GetTimestamp();
            }
        };
    }

    async Task ReportAsync(string name, RebuildOptions rebuild, CancellationToken cancellationToken)
    {
        var statuses = rebuild.Progress is null ? [] : await new ProjectionMonitor(dataSource).ReadAsync(cancellationToken).ConfigureAwait(false);
        if (statuses.FirstOrDefault(status => status.Projection == name)?.Rebuild is { } progress)
            rebuild.Progress!(progress);
    }

    // A rebuild that was killed, or a service that has not noticed a swap, still has its leases for some seconds.
    async Task ClaimAllAsync(ProjectionWorker worker, string slot, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        await worker.ClaimAsync(cancellationToken).ConfigureAwait(false);
        while (worker.Partitions.Count < Partition.All)
        {
            if (clock.GetElapsedTime(began) > (2 * options.Value.Lease) + ForOthers)
                throw new RebuildBlockedException($"Another process keeps partitions of slot {slot}.");
            await Task.Delay(BetweenLooks, clock, cancellationToken).ConfigureAwait(false);
            await worker.ClaimAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    async Task<List<string>> CompareAsync(ProjectionWorker worker, IProjection projection, string slot, RebuildOptions rebuild, CancellationToken cancellationToken)
    {
        var looking = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var disposing = looking.ConfigureAwait(false);
        var snapshot = await WhileLiveIsHeldAsync(worker, projection.Name, slot, rebuild, async _ =>
        {
            // Both are at one place now, and stay so in this snapshot. It only reads: readers of all events do not wait for it, however long it takes.
            var opened = await looking.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
            await new NpgsqlCommand("select", looking).RunAsync(cancellationToken).ConfigureAwait(false);
            return opened;
        }, cancellationToken).ConfigureAwait(false);
        await using var ending = snapshot.ConfigureAwait(false);
        await ReportAsync(projection.Name, rebuild, cancellationToken).ConfigureAwait(false);
        return await SlotComparison.RunAsync(looking, projection, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>What keeps it from going live: what was set aside since the comparison.</returns>
    Task<List<string>> SwapAsync(ProjectionWorker worker, string name, string slot, RebuildOptions rebuild, CancellationToken cancellationToken) =>
        WhileLiveIsHeldAsync(worker, name, slot, rebuild, async connection =>
        {
            var setAside = rebuild.Force is null ? await SlotComparison.SetAsideAsync(connection, name, [slot], cancellationToken).ConfigureAwait(false) : [];
            if (setAside.Count > 0)
                return setAside;
            var swap = new NpgsqlCommand(Swap, connection).With(name).With(slot).With(rebuild.By).With(rebuild.Force ?? "rebuilt, and equal");
            return await swap.RunAsync(cancellationToken).ConfigureAwait(false) > 0
                ? setAside : throw new RebuildBlockedException($"Somebody else has swapped the slots of {name} meanwhile.");
        }, cancellationToken);

    /// <summary>Does something in a transaction during which the live slot does not move, and the rebuilt one is at exactly the same place.</summary>
    async Task<T> WhileLiveIsHeldAsync<T>(
        ProjectionWorker worker, string name, string slot, RebuildOptions rebuild, Func<NpgsqlConnection, Task<T>> act, CancellationToken cancellationToken)
    {
        // So that little is left to do while the others wait.
        await ReplayAsync(worker, name, slot, rebuild, cancellationToken).ConfigureAwait(false);
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var disposing = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var rollingBack = transaction.ConfigureAwait(false);
        var live = await PlacesAsync(new NpgsqlCommand(HoldLive, connection), name, cancellationToken).ConfigureAwait(false);
        while (await worker.StepTowardsAsync(live, cancellationToken).ConfigureAwait(false) == Step.Moved)
        {
        }

        if (worker.Partitions.Any(partition => partition.Checkpoint != live[partition.Number]))
            throw await WhyApartAsync(name, slot, cancellationToken).ConfigureAwait(false);
        var done = await act(connection).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return done;
    }

    async Task<RebuildBlockedException> WhyApartAsync(string name, string slot, CancellationToken cancellationToken)
    {
        var errors = await dataSource.CreateCommand(Errors).With(name).With(slot).ReadAsync(row => row.GetString(0), cancellationToken).ConfigureAwait(false);
        return errors.Count == 0
            ? new RebuildBlockedException($"Slot {slot} is ahead of the live one. Begin anew, from the start.")
            : RebuildBlockedException.BecauseTooMany(slot, errors);
    }

    static async Task<Dictionary<int, GlobalCheckpoint>> PlacesAsync(NpgsqlCommand command, string name, CancellationToken cancellationToken) =>
        (await command.With(name).ReadAsync(
            row => (Number: row.GetInt32(0), Checkpoint: new GlobalCheckpoint(row.GetFieldValue<ulong>(1), row.GetInt64(2))), cancellationToken).ConfigureAwait(false))
        .ToDictionary(partition => partition.Number, partition => partition.Checkpoint);
}
