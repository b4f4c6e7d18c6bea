using Microsoft.EntityFrameworkCore;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Locks sagas, then reads them through the scope's DbContext, whose changes are saved at the end of the unit. Because of the lock no concurrent change can
/// be overwritten, whether or not the mapping has a concurrency token.
/// </summary>
sealed class TrackedSagaStore<TSaga>(
    IUnitOfWork unit, SagaLock<TSaga> rowLock, Func<DbContext> getContext, Func<IQueryable<TSaga>, IQueryable<TSaga>>? customize) : ISagaStore<TSaga>
    where TSaga : class, ISaga
{
    public async Task<IReadOnlyList<TSaga>> LoadAsync(IReadOnlyCollection<Guid> correlationIds, CancellationToken cancellationToken)
    {
        var locked = new List<Guid>(correlationIds.Count);
        foreach (var correlationId in correlationIds)
        {
            unit.Load(rowLock, correlationId, found =>
            {
                if (found == correlationId)
                    locked.Add(correlationId);
            });
        }

        await unit.LoadAsync(cancellationToken).ConfigureAwait(false);
        if (locked.Count == 0 || unit.IsDuplicate)
            return [];
        IQueryable<TSaga> sagas = getContext().Set<TSaga>().AsTracking();
        return await (customize?.Invoke(sagas) ?? sagas).Where(saga => locked.Contains(saga.CorrelationId)).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Insert(TSaga saga)
    {
        Count(saga);
        getContext().Add(saga);
    }

    public void Update(TSaga saga) => Count(saga);

    public void Delete(TSaga saga) => getContext().Remove(saga);

    public void Undo(TSaga saga) => getContext().Entry(saga).State = EntityState.Unchanged;

    static void Count(TSaga saga)
    {
        if (saga is ISagaVersion versioned)
            versioned.Version++;
    }
}
