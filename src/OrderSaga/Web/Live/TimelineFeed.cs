using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.Web.Live;

/// <summary>
/// Tells watchers when timelines grow. One look for all watchers of this process, a few times per second, reads one row per timeline that somebody watches; nothing is
/// read while nobody does. A notification of the database would take one lock of the whole cluster with every step (decision 11).
/// </summary>
sealed class TimelineFeed(TimelineReader timelines, TimeProvider clock, IOptions<ExplorerOptions> options, ILogger<TimelineFeed> logger) : BackgroundService
{
    readonly ConcurrentDictionary<TimelineWatch, byte> _watches = [];

    public TimelineWatch Watch(string timelineType, Guid sagaId)
    {
        var watch = new TimelineWatch(timelineType, sagaId, over => _watches.TryRemove(over, out _));
        _watches[watch] = 0;
        return watch;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.LookEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var watched in _watches.Keys.GroupBy(watch => watch.TimelineType))
                await LookAsync(watched.Key, [.. watched], stoppingToken);
        }
    }

    async Task LookAsync(string timelineType, IReadOnlyList<TimelineWatch> watches, CancellationToken cancellationToken)
    {
        try
        {
            var heads = await timelines.ReadHeadsAsync(timelineType, [.. watches.Select(watch => watch.SagaId).Distinct()], cancellationToken);
            var numbers = heads.ToDictionary(head => head.CorrelationId, head => head.Number);
            foreach (var watch in watches)
                watch.Tell(numbers.GetValueOrDefault(watch.SagaId));
        }
        catch (Npgsql.NpgsqlException exception)
        {
            // Watchers wait until the database is back.
            logger.TimelinesNotSeen(exception);
        }
    }
}

/// <summary>One watcher of one timeline.</summary>
sealed class TimelineWatch(string timelineType, Guid sagaId, Action<TimelineWatch> end) : IDisposable
{
    readonly Channel<long> _numbers = Channel.CreateBounded<long>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    long _told;

    public string TimelineType => timelineType;

    public Guid SagaId => sagaId;

    /// <summary>The number of the timeline's last step, whenever it has grown. One that is not read in time is replaced by the next.</summary>
    public ChannelReader<long> Numbers => _numbers.Reader;

    public void Tell(long number)
    {
        if (number > _told)
            _numbers.Writer.TryWrite(_told = number);
    }

    public void Dispose() => end(this);
}
