using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Loads sagas for deliveries. The correlation id is known here for the first time, so this is where the unit of work learns its subject and where
/// everything that a hop reads is read: inbox, saga and what the enlistments ask for, in one round trip. At an endpoint without the outbox of this
/// DbContext the saga has a unit of work of its own, without inbox and outbox.
/// </summary>
sealed class UnitOfWorkSagaRepositoryContextFactory<TDbContext, TSaga>(
    TransactionalDatabase<TDbContext> database,
    CurrentUnitOfWork<TDbContext> current,
    SagaMapping<TSaga> mapping,
    ISagaConsumeContextFactory<IUnitOfWork, TSaga> contexts,
    IServiceProvider provider)
    : ISagaRepositoryContextFactory<TSaga>
    where TDbContext : DbContext
    where TSaga : class, ISaga
{
    public void Probe(ProbeContext context) =>
        context.CreateScope("sagaRepositoryContextFactory").Set(new { Concurrency = mapping.Settings.ConcurrencyMode.ToString(), Tracked = mapping.IsTracked });

    public Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<TSaga, T>> next)
        where T : class =>
        InUnitAsync(context, async unit =>
        {
            var correlationId = context.CorrelationId ?? throw new SagaException("The message has no correlation id", typeof(TSaga), typeof(T));
            if (mapping.IsTracked || mapping.Settings.ConcurrencyMode == ConcurrencyMode.Pessimistic)
                unit.UseOwnTransaction();
            unit.About(new Subject(typeof(TSaga).Name, correlationId));
            var store = mapping.Open(unit, GetContext);
            var loaded = await store.LoadAsync([correlationId], context.CancellationToken).ConfigureAwait(false);
            if (unit.IsDuplicate)
                return;
            var repositoryContext = new UnitOfWorkSagaRepositoryContext<TSaga, T>(context, unit, contexts, store, loaded.SingleOrDefault());
            await next.Send(repositoryContext).ConfigureAwait(false);
            if (!repositoryContext.HasMetSaga)
                unit.Note(new JournalEntry.LetPass("there is no such saga, and the message does not begin one"));
        });

    /// <summary>A message that finds one saga, or none and begins one, is about that saga. One that finds several is about none of them.</summary>
    public Task SendQuery<T>(ConsumeContext<T> context, ISagaQuery<TSaga> query, IPipe<SagaRepositoryQueryContext<TSaga, T>> next)
        where T : class =>
        InUnitAsync(context, async unit =>
        {
            unit.UseOwnTransaction();
            await unit.LoadAsync(context.CancellationToken).ConfigureAwait(false);
            if (unit.IsDuplicate)
                return;

            var found = await GetContext().Set<TSaga>().AsNoTracking().Where(query.FilterExpression).Select(saga => saga.CorrelationId)
                .ToListAsync(context.CancellationToken).ConfigureAwait(false);
            if (found is [var correlationId])
                unit.About(new Subject(typeof(TSaga).Name, correlationId));
            var store = mapping.Open(unit, GetContext);
            var loaded = await store.LoadAsync(found, context.CancellationToken).ConfigureAwait(false);
            var repositoryContext = new UnitOfWorkSagaRepositoryContext<TSaga, T>(context, unit, contexts, store, loaded: null);
            await next.Send(new LoadedSagaRepositoryQueryContext<TSaga, T>(repositoryContext, loaded)).ConfigureAwait(false);
        });

    async Task InUnitAsync<T>(ConsumeContext<T> context, Func<UnitOfWork, Task> handle)
        where T : class
    {
        if (current.Open is { } joined)
        {
            await handle(joined).ConfigureAwait(false);
            return;
        }

        var unit = current.Begin(database, context, mayWaitAlone: true);
        await using var _ = unit.ConfigureAwait(false);
        try
        {
            await handle(unit).ConfigureAwait(false);
            await current.SaveChangesAsync(context.CancellationToken).ConfigureAwait(false);
            await unit.CommitAsync(context.CancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Rethrown.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await unit.RollbackAsync(exception, context.CancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    TDbContext GetContext() => provider.GetRequiredService<TDbContext>();
}
