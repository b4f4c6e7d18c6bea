using Microsoft.Extensions.Options;

namespace Sagas.OrderSaga.Troubles;

/// <summary>
/// The last look at who is in trouble, shared by everybody in this process who asks within a few seconds: the list that many watch, health and the gauges. One look
/// is under way at a time.
/// </summary>
sealed class TroubleBoard(TroubleReader reader, IOptions<TroubleOptions> options, TimeProvider clock) : IDisposable
{
    readonly SemaphoreSlim _one = new(1);
    TroubleReport? _latest;

    public Task<TroubleReport> LatestAsync(CancellationToken cancellationToken) => LatestAsync(options.Value.LookEvery, cancellationToken);

    /// <summary>For what hardly ever is: the gauges look often enough for it.</summary>
    public Task<TroubleReport> RecentAsync(CancellationToken cancellationToken) => LatestAsync(options.Value.LookEvery * 5, cancellationToken);

    async Task<TroubleReport> LatestAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        if (Known(age) is { } known)
            return known;
        await _one.WaitAsync(cancellationToken);
        try
        {
            return Known(age) ?? (_latest = new TroubleReport(clock.GetUtcNow(), await reader.FindAsync(TroubleReport.Most + 1, cancellationToken)));
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    TroubleReport? Known(TimeSpan age) => _latest is { } latest && latest.At > clock.GetUtcNow() - age ? latest : null;
}

/// <summary>Who was in trouble at a moment.</summary>
sealed record TroubleReport(DateTimeOffset At, IReadOnlyList<TroubledSaga> Sagas)
{
    /// <summary>As many are looked for; one more means that there are more.</summary>
    public const int Most = 10_000;

    public TroubledSaga? Of(Guid sagaId) => ById.GetValueOrDefault(sagaId);

    public IReadOnlyDictionary<TroubleKind, int> CountOf(string saga) => Count(Sagas.Where(troubled => troubled.Facts.Saga == saga));

    public IReadOnlyDictionary<TroubleKind, int> Counts { get; } = Count(Sagas);

    Dictionary<Guid, TroubledSaga> ById => field ??= Sagas.ToDictionary(saga => saga.Facts.SagaId);

    static Dictionary<TroubleKind, int> Count(IEnumerable<TroubledSaga> sagas) => sagas.GroupBy(saga => saga.Trouble.Kind).ToDictionary(kind => kind.Key, kind => kind.Count());
}
