using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Reads sagas with the unit's other reads and writes them with its other rows.</summary>
sealed class TableSagaStore<TSaga>(IUnitOfWork unit, SagaTable<TSaga> table) : ISagaStore<TSaga>
    where TSaga : class, ISaga
{
    public async Task<IReadOnlyList<TSaga>> LoadAsync(IReadOnlyCollection<Guid> correlationIds, CancellationToken cancellationToken)
    {
        var loaded = new List<TSaga>(correlationIds.Count);
        foreach (var correlationId in correlationIds)
        {
            unit.Load(table, correlationId, saga =>
            {
                if (saga is not null)
                    loaded.Add(saga);
            });
        }

        await unit.LoadAsync(cancellationToken).ConfigureAwait(false);
        return loaded;
    }

    public void Insert(TSaga saga) => Write(SagaChangeKind.Insert, saga);

    public void Update(TSaga saga) => Write(SagaChangeKind.Update, saga);

    public void Delete(TSaga saga) => Write(SagaChangeKind.Delete, saga);

    public void Undo(TSaga saga)
    {
    }

    void Write(SagaChangeKind kind, TSaga saga)
    {
        ((ISagaVersion)saga).Version++;
        unit.Write(table, new SagaChange<TSaga>(kind, saga));
    }
}
