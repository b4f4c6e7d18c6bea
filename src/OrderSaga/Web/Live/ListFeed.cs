using Npgsql;
using Sagas.OrderSaga.Api;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.OrderSaga.Web.Live;

/// <summary>
/// Tells those who watch the list that it has changed. One look for all watchers of this process, once per second, reads the end of each range of two indexes for each type:
/// which saga began to wait last, and which one ended last. Nothing is read while nobody watches.
/// </summary>
sealed class ListFeed(SagaSearch search, IEnumerable<SagaType> types, TimeProvider clock, ILogger<ListFeed> logger) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    readonly SagaCriteria[] _looks =
    [
        .. from type in types
           from hasEnded in new[] { false, true }
           select new SagaCriteria { Saga = type.Name, HasEnded = hasEnded, LatestFirst = true, PageSize = 1 },
    ];

    TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int _watchers;

    /// <summary>Ends when the list changes next.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    public IDisposable Watch()
    {
        Interlocked.Increment(ref _watchers);
        return new Watching(this);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var seen = "";
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (Volatile.Read(ref _watchers) == 0 || await LookAsync(stoppingToken) is not { } now || now == seen)
                continue;
            seen = now;
            Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }

    /// <returns><c>null</c> while the database is away: watchers wait until it is back.</returns>
    async Task<string?> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var latest = new List<string>();
            foreach (var look in _looks)
            {
                var page = await search.FindAsync(look, cancellationToken);
                latest.AddRange(page.Sagas.Select(saga => $"{saga.SagaId} {saga.EndedAt ?? saga.WaitingSince:O}"));
            }

            return string.Join(' ', latest);
        }
        catch (NpgsqlException exception)
        {
            logger.ListNotSeen(exception);
            return null;
        }
    }

    sealed class Watching(ListFeed feed) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref feed._watchers);
    }
}
