using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Sagas.Projections;

/// <summary>Keeps a projection's live slot up to date, together with the other processes.</summary>
sealed class ProjectionService<TProjection>(
    TProjection projection, NpgsqlDataSource dataSource, ProcessIdentity me, EventAlarm alarm, IOptions<ProjectionOptions> options, TimeProvider clock,
    ILogger<ProjectionService<TProjection>> logger) : BackgroundService
    where TProjection : class, IProjection
{
    static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(1);

    // Older transactions are over in milliseconds; for one that is not, looking is no use until the next poll.
    static readonly TimeSpan FirstLookBeyondOlder = TimeSpan.FromMilliseconds(2);

    readonly ProjectionOptions _options = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A host whose tests or commands never need the read model does not wait for it to start.
        await Task.Yield();
        if (!_options.Enabled)
            return;
        var sleeper = alarm.Join();
        try
        {
            while (true)
            {
                try
                {
                    await ProjectionCatalogue.RegisterAsync(dataSource, projection.Name, stoppingToken).ConfigureAwait(false);
                    while (true)
                        await ProjectLiveAsync(sleeper, stoppingToken).ConfigureAwait(false);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    logger.ProjectionInterrupted(projection.Name, exception);
                    await Task.Delay(AfterTrouble, clock, stoppingToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            alarm.Leave(sleeper);
        }
    }

    /// <summary>Until another slot is live, or something fails.</summary>
    async Task ProjectLiveAsync(SemaphoreSlim sleeper, CancellationToken stoppingToken)
    {
        var slot = await ProjectionCatalogue.LiveSlotAsync(dataSource, projection.Name, stoppingToken).ConfigureAwait(false);
        var worker = new ProjectionWorker(projection, slot, me.Id, dataSource, _options, clock, logger);
        try
        {
            do
            {
                await worker.ClaimAsync(stoppingToken).ConfigureAwait(false);
                alarm.Members = worker.Members;
                await ProjectUntilClaimAsync(worker, sleeper, stoppingToken).ConfigureAwait(false);
            }
            while (slot == await ProjectionCatalogue.LiveSlotAsync(dataSource, projection.Name, stoppingToken).ConfigureAwait(false));
        }
        finally
        {
            await GiveBackAsync(worker).ConfigureAwait(false);
        }
    }

    async Task ProjectUntilClaimAsync(ProjectionWorker worker, SemaphoreSlim sleeper, CancellationToken stoppingToken)
    {
        var (claimed, patience) = (clock.GetTimestamp(), FirstLookBeyondOlder);
        try
        {
            while (clock.GetElapsedTime(claimed) is var age && age < _options.Lease / 3)
            {
                var began = clock.GetTimestamp();
                var step = worker.OwnsAny ? await worker.StepAsync(stoppingToken).ConfigureAwait(false) : Step.CaughtUp;
                var rest = (_options.Lease / 3) - age;
                switch (step)
                {
                    case Step.Moved:
                        patience = FirstLookBeyondOlder;
                        await KeepPaceAsync(began, stoppingToken).ConfigureAwait(false);
                        break;
                    case Step.HeldBack:
                        // While the older transaction is open, everyone who commits wakes it, for nothing.
                        if (await sleeper.WaitAsync(Shortest(patience, rest, _options.Poll), stoppingToken).ConfigureAwait(false))
                            await KeepPaceAsync(began, stoppingToken).ConfigureAwait(false);
                        patience = Shortest(patience * 2, _options.Poll);
                        break;
                    default:
                        await sleeper.WaitAsync(Shortest(rest, _options.Poll), stoppingToken).ConfigureAwait(false);
                        break;
                }
            }
        }
        catch (LeaseLostException)
        {
            logger.LeaseLost(projection.Name);
        }
    }

    async Task KeepPaceAsync(long began, CancellationToken stoppingToken)
    {
        if (_options.Pace - clock.GetElapsedTime(began) is { Ticks: > 0 } left)
            await Task.Delay(left, clock, stoppingToken).ConfigureAwait(false);
    }

    // Others take over at once, instead of when the lease has run out.
    async Task GiveBackAsync(ProjectionWorker worker)
    {
        try
        {
            await worker.ReleaseAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or ObjectDisposedException)
        {
            logger.ProjectionInterrupted(projection.Name, exception);
        }
    }

    static TimeSpan Shortest(params ReadOnlySpan<TimeSpan> times)
    {
        var shortest = times[0];
        foreach (var time in times)
            shortest = time < shortest ? time : shortest;
        return shortest;
    }
}
