using MassTransit.Middleware;
using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Reads sagas for those who only look: <see cref="ILoadSagaRepository{TSaga}" /> and <see cref="IQuerySagaRepository{TSaga}" />.</summary>
sealed class SagaReader<TDbContext, TSaga>(TDbContext database, SagaMapping<TSaga> mapping)
    : ILoadSagaRepositoryContextFactory<TSaga>, IQuerySagaRepositoryContextFactory<TSaga>
    where TDbContext : DbContext
    where TSaga : class, ISaga
{
    public void Probe(ProbeContext context) => context.Add("persistence", "entity-framework");

    Task<T> ILoadSagaRepositoryContextFactory<TSaga>.Execute<T>(Func<LoadSagaRepositoryContext<TSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken) =>
        asyncMethod(new ReadContext(Sagas(), cancellationToken));

    Task<T> IQuerySagaRepositoryContextFactory<TSaga>.Execute<T>(Func<QuerySagaRepositoryContext<TSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken) =>
        asyncMethod(new ReadContext(Sagas(), cancellationToken));

    IQueryable<TSaga> Sagas()
    {
        var sagas = database.Set<TSaga>().AsNoTracking();
        return mapping.Settings.Customize?.Invoke(sagas) ?? sagas;
    }

    sealed class ReadContext(IQueryable<TSaga> sagas, CancellationToken cancellationToken)
        : BasePipeContext(cancellationToken), LoadSagaRepositoryContext<TSaga>, QuerySagaRepositoryContext<TSaga>
    {
        public async Task<TSaga> Load(Guid correlationId) =>
            (await sagas.SingleOrDefaultAsync(saga => saga.CorrelationId == correlationId, CancellationToken).ConfigureAwait(false))!;

        public async Task<SagaRepositoryQueryContext<TSaga>> Query(ISagaQuery<TSaga> query, CancellationToken cancellationToken = default) =>
            new DefaultSagaRepositoryQueryContext<TSaga>(
                this, await sagas.Where(query.FilterExpression).Select(saga => saga.CorrelationId).ToListAsync(cancellationToken).ConfigureAwait(false));
    }
}
