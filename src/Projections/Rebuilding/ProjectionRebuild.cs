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
    const int BatchSize = 5_000;

    static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(1);

    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    const string Row = "select live_slot, spare from projections where projection = $1 for update";

    const string Begin =
        """
        update projections set spare = 'building', rebuild_started_at = now(), rebuild_events = (select count(*) from recorded_events), changed_at = now(), changed_by = $2
        where projection = $1
        """;

    const string Reset =
        "update projection_partitions set xid = '0', position = 0, events = 0, error = null, owner = null, leased_until = null where projection = $1 and slot = $2";

    const string Forget = "delete from projection_set_aside where projection = $1 and slot = $2";

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

    // Whoever is about to move a live checkpoint waits: until this transaction ends, the live slot is what it is.
    const string HoldLive =
        """
        select x.partition, x.xid, x.position from projection_partitions x join projections p on p.projection = x.projection and p.live_slot = x.slot
        where x.projection = $1 order by x.partition for update of x
        """;

    /// <summary>The projections that there are.</summary>
    public IReadOnlyList<string> Known { get; } = [.. projections.Select(projection => projection.Name)];

    /// <summary>
    /// Replays all events into the spare slot, or goes on where a rebuild was interrupted; catches up; compares both models as they were at one moment; and makes the rebuilt one
    /// live, when it is equal or <see cref="RebuildOptions.Force" /> says why not. The model that was live is kept.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such projection.</exception>
    public async Task<RebuildReport> RunAsync(string name, RebuildOptions rebuild, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rebuild);
        var projection = projections.SingleOrDefault(known => known.Name == name)
            ?? throw new ArgumentException($"There is no projection {name}. There is {string.Join(", ", Known)}.", nameof(name));
        await ProjectionCatalogue.RegisterAsync(dataSource, name, cancellationToken).ConfigureAwait(false);
        var slot = await PrepareAsync(projection, rebuild, cancellationToken).ConfigureAwait(false);

        // Patient about events that can't be applied: they are reported with the differences.
        var worker = new ProjectionWorker(
            projection, slot, Guid.CreateVersion7(), dataSource,
            new ProjectionOptions { BatchSize = BatchSize, Lease = options.Value.Lease, FirstDelay = TimeSpan.FromDays(1), Poison = PoisonPolicy.SetAside }, clock, logger);
        try
        {
            await ReplayAsync(worker, name, rebuild, cancellationToken).ConfigureAwait(false);
            var differences = await CompareAsync(worker, projection, cancellationToken).ConfigureAwait(false);
            if (differences.Count > 0 && rebuild.Force is null)
                return new RebuildReport(false, differences);
            await SwapAsync(worker, name, slot, rebuild, cancellationToken).ConfigureAwait(false);
            return new RebuildReport(true, differences);
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

    async Task<string> PrepareAsync(IProjection projection, RebuildOptions rebuild, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var disposing = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var rollingBack = transaction.ConfigureAwait(false);
        var (live, spare) = (await new NpgsqlCommand(Row, connection).With(projection.Name)
            .ReadAsync(row => (row.GetString(0), row.GetString(1)), cancellationToken).ConfigureAwait(false)).Single();
        var slot = live == "a" ? "b" : "a";
        if (spare == "building" && !rebuild.FromTheStart)
            return slot;

        // Only the spare slot's partition is locked, and for a moment.
        foreach (var table in projection.Tables)
            await new NpgsqlCommand($"truncate {table.Name}_{slot}", connection).RunAsync(cancellationToken).ConfigureAwait(false);
        await new NpgsqlCommand(Reset, connection).With(projection.Name).With(slot).RunAsync(cancellationToken).ConfigureAwait(false);
        await new NpgsqlCommand(Forget, connection).With(projection.Name).With(slot).RunAsync(cancellationToken).ConfigureAwait(false);
        await new NpgsqlCommand(Begin, connection).With(projection.Name).With(rebuild.By).RunAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return slot;
    }

    async Task ReplayAsync(ProjectionWorker worker, string name, RebuildOptions rebuild, CancellationToken cancellationToken)
    {
        await ClaimAllAsync(worker, cancellationToken).ConfigureAwait(false);
        var (claimed, reported) = (clock.GetTimestamp(), clock.GetTimestamp());
        while (await worker.StepAsync(cancellationToken).ConfigureAwait(false) == Step.Moved)
        {
            if (clock.GetElapsedTime(reported) > BetweenReports)
            {
                await ReportAsync(name, rebuild, cancellationToken).ConfigureAwait(false);
                reported = clock.GetTimestamp();
            }

            if (clock.GetElapsedTime(claimed) > options.Value.Lease / 3)
            {
                await ClaimAllAsync(worker, cancellationToken).ConfigureAwait(false);
                claimed = clock.GetTimestamp();
            }
        }

        await ReportAsync(name, rebuild, cancellationToken).ConfigureAwait(false);
    }

    async Task ReportAsync(string name, RebuildOptions rebuild, CancellationToken cancellationToken)
    {
        var statuses = rebuild.Progress is null ? [] : await new ProjectionMonitor(dataSource).ReadAsync(cancellationToken).ConfigureAwait(false);
        if (statuses.FirstOrDefault(status => status.Projection == name)?.Rebuild is { } progress)
            rebuild.Progress!(progress);
    }

    // A rebuild that was killed still has its leases for some seconds.
    async Task ClaimAllAsync(ProjectionWorker worker, CancellationToken cancellationToken)
    {
        await worker.ClaimAsync(cancellationToken).ConfigureAwait(false);
        while (worker.Partitions.Count < EventFeed.Partitions)
        {
            await Task.Delay(BetweenLooks, clock, cancellationToken).ConfigureAwait(false);
            await worker.ClaimAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    async Task<List<string>> CompareAsync(ProjectionWorker worker, IProjection projection, CancellationToken cancellationToken)
    {
        var looking = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var disposing = looking.ConfigureAwait(false);
        NpgsqlTransaction? snapshot = null;
        await WhileLiveIsHeldAsync(worker, projection.Name, async _ =>
        {
            // Both are at one place now, and stay so in this snapshot. It only reads: readers of all events do not wait for it, however long it takes.
            snapshot = await looking.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
            await new NpgsqlCommand("select", looking).RunAsync(cancellationToken).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        await using var ending = snapshot!.ConfigureAwait(false);
        return await SlotComparison.RunAsync(looking, projection, cancellationToken).ConfigureAwait(false);
    }

    Task SwapAsync(ProjectionWorker worker, string name, string slot, RebuildOptions rebuild, CancellationToken cancellationToken) =>
        WhileLiveIsHeldAsync(worker, name, async connection =>
        {
            var swap = new NpgsqlCommand(Swap, connection).With(name).With(slot).With(rebuild.By).With(rebuild.Force ?? "rebuilt, and equal");
            if (await swap.RunAsync(cancellationToken).ConfigureAwait(false) == 0)
                throw new InvalidOperationException($"Somebody else has swapped the slots of {name}. Nothing was changed.");
        }, cancellationToken);

    /// <summary>Does something in a transaction during which the live slot does not move, and the rebuilt one is at exactly the same place.</summary>
    async Task WhileLiveIsHeldAsync(ProjectionWorker worker, string name, Func<NpgsqlConnection, Task> act, CancellationToken cancellationToken)
    {
        while (true)
        {
            // So that little is left to do while the others wait.
            await ClaimAllAsync(worker, cancellationToken).ConfigureAwait(false);
            var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var disposing = connection.ConfigureAwait(false);
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using var rollingBack = transaction.ConfigureAwait(false);
            var live = (await new NpgsqlCommand(HoldLive, connection).With(name).ReadAsync(
                row => (Number: row.GetInt32(0), Checkpoint: new GlobalCheckpoint(row.GetFieldValue<ulong>(1), row.GetInt64(2))), cancellationToken).ConfigureAwait(false))
                .ToDictionary(partition => partition.Number, partition => partition.Checkpoint);
            while (await worker.StepTowardsAsync(live, cancellationToken).ConfigureAwait(false) == Step.Moved)
            {
            }

            if (worker.Partitions.All(partition => partition.Checkpoint == live[partition.Number]))
            {
                await act(connection).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return;
            }

            // The rebuilt one is ahead: the live one has to come that far first.
            await transaction.RollbackAsync(cancellationToken).ConfigureAwait(false);
            await Task.Delay(BetweenLooks, clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
