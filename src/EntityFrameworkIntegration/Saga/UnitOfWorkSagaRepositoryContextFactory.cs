using MassTransit.Saga;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Loads sagas for deliveries. The correlation id is known here for the first time, so this is where the unit of work learns its subject and where
/// everything that a hop reads is read: inbox, saga and what the enlistments ask for, in one round trip.
/// </summary>
sealed class UnitOfWorkSagaRepositoryContextFactory<TSaga>(SagaTable<TSaga> table, ConcurrencyMode concurrencyMode) : ISagaRepositoryContextFactory<TSaga>
    where TSaga : class, ISaga
{
    public void Probe(ProbeContext context) => context.CreateScope("sagaRepositoryContextFactory").Set(new { Concurrency = concurrencyMode.ToString() });

    public async Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<TSaga, T>> next)
        where T : class
    {
        if (!context.TryGetPayload(out IUnitOfWork? unit))
        {
            throw new ConfigurationException(
                $"{typeof(TSaga).Name} is consumed without an outbox. Add UseEntityFrameworkOutbox<TDbContext>(context) to its receive endpoint.");
        }

        var correlationId = context.CorrelationId ?? throw new SagaException("The message has no correlation id", typeof(TSaga), typeof(T));
        if (concurrencyMode == ConcurrencyMode.Pessimistic)
            unit.UseOwnTransaction();

        TSaga? loaded = null;
        unit.Load(table, correlationId, saga => loaded = saga);
        unit.About(new Subject(typeof(TSaga).Name, correlationId));
        await unit.LoadAsync(context.CancellationToken).ConfigureAwait(false);
        if (!unit.IsDuplicate)
            await next.Send(new UnitOfWorkSagaRepositoryContext<TSaga, T>(context, unit, table, loaded)).ConfigureAwait(false);
    }

    public Task SendQuery<T>(ConsumeContext<T> context, ISagaQuery<TSaga> query, IPipe<SagaRepositoryQueryContext<TSaga, T>> next)
        where T : class =>
        throw new NotSupportedException(
            $"{typeof(T).Name} is correlated to {typeof(TSaga).Name} by an expression. Correlate it by id: CorrelateById(context => ...).");
}
