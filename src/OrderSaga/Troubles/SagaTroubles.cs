using Sagas.OrderSaga.Api;

namespace Sagas.OrderSaga.Troubles;

/// <summary>Answers those who ask for troubles: of one saga as it is now, of all as they were a few seconds ago.</summary>
sealed class SagaTroubles(TroubleReader reader, TroubleBoard board, SagaSearch search)
{
    /// <returns><c>null</c> for a saga that has ended and left nothing behind.</returns>
    public async Task<Trouble?> OfAsync(Guid sagaId, CancellationToken cancellationToken)
    {
        var now = await reader.FindAsync(sagaId, cancellationToken);
        // A timer that nobody waits for is looked for among all of them at once.
        return now is null || now.Trouble.Kind == TroubleKind.Waiting
            ? (await board.RecentAsync(cancellationToken)).Of(sagaId) is { Facts.StrayTimer: not null } stray ? stray.Trouble : now?.Trouble
            : now.Trouble;
    }

    public Task<TroubleReport> AllAsync(CancellationToken cancellationToken) => board.LatestAsync(cancellationToken);

    /// <summary>A search among those in trouble, when that is asked for. Those that have no row under way, and are in trouble all the same, stand on the first page.</summary>
    public async Task<SagaPage> SearchAsync(SagaCriteria wanted, TroubleFilter? trouble, CancellationToken cancellationToken)
    {
        if (trouble is null)
            return await search.FindAsync(wanted, cancellationToken);
        var report = await board.LatestAsync(cancellationToken);
        var troubled = report.Sagas.Where(trouble.Holds).ToList();
        var page = await search.FindAsync(wanted with { Among = Ids(troubled) }, cancellationToken);
        var isAnybody = wanted == new SagaCriteria { Saga = wanted.Saga, PageSize = wanted.PageSize };
        var elsewhere = isAnybody ? await ElsewhereAsync([.. troubled.Where(saga => !saga.Facts.IsUnderWay)], wanted, cancellationToken) : [];
        return page with { Sagas = [.. elsewhere.Concat(page.Sagas).Select(saga => saga with { Trouble = report.Of(saga.SagaId)?.Trouble.Kind.ToString() })] };
    }

    /// <summary>Those that have ended, and those that were asked for and have not begun: a page of each at most, because there may be as many as the broker was away for.</summary>
    async Task<IEnumerable<SagaSummary>> ElsewhereAsync(IReadOnlyList<TroubledSaga> troubled, SagaCriteria wanted, CancellationToken cancellationToken)
    {
        var ended = await search.FindAsync(wanted with { HasEnded = true, Among = Ids(troubled) }, cancellationToken);
        return ended.Sagas.Concat(troubled.Where(saga => saga.Facts.EndedAt is null && (wanted.Saga is null || wanted.Saga == saga.Facts.Saga)).Take(wanted.PageSize).Select(NotBegun));
    }

    static Guid[] Ids(IEnumerable<TroubledSaga> sagas) => [.. sagas.Select(saga => saga.Facts.SagaId)];

    static SagaSummary NotBegun(TroubledSaga saga) => new(
        saga.Facts.SagaId, saga.Facts.Saga, saga.Facts.OrderId, CustomerId: null, DefinitionVersion: null, saga.Facts.State, saga.Facts.Since, saga.Facts.Deadline, saga.Facts.Attempt,
        saga.Facts.ParkedBecause, saga.Facts.Owed, CalledOffBecause: null, StartedAt: null, EndedAt: null);
}
