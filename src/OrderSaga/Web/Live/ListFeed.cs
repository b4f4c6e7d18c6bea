using Npgsql;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.OrderSaga.Web.Live;

/// <summary>
/// Tells those who watch the list that it has changed. One look for all watchers of this process, once per second, reads one entry of an index for each type and each state
/// that ends: when a saga began to wait last, and when one ended last. Nothing is read while nobody watches.
/// </summary>
sealed class ListFeed(NpgsqlDataSource database, IEnumerable<SagaType> types, TimeProvider clock, ILogger<ListFeed> logger) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    readonly string _looks = $"select concat_ws(' ', {string.Join(", ", types.SelectMany(Looks))})";

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
            await using var command = database.CreateCommand(_looks);
            return (string?)await command.ExecuteScalarAsync(cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            logger.ListNotSeen(exception);
            return null;
        }
    }

    static IEnumerable<string> Looks(SagaType type) =>
    [
        $"(select waiting_since from {type.Table} where ended_at is null order by waiting_since desc, correlation_id desc limit 1)",
        .. type.Graph.Ends.Select(state =>
            $"(select ended_at from {type.Table} where current_state = '{state}' and ended_at is not null order by ended_at desc, correlation_id desc limit 1)"),
    ];

    sealed class Watching(ListFeed feed) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref feed._watchers);
    }
}
