using MassTransit.Context;
using MassTransit.Saga;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The saga of one delivery: loaded before, written with the unit of work after.</summary>
sealed class UnitOfWorkSagaRepositoryContext<TSaga, TMessage>(ConsumeContext<TMessage> context, IUnitOfWork unit, SagaTable<TSaga> table, TSaga? loaded)
    : ConsumeContextScope<TMessage>(context), SagaRepositoryContext<TSaga, TMessage>
    where TSaga : class, ISaga
    where TMessage : class
{
    readonly ConsumeContext<TMessage> _context = context;

    public Task<SagaConsumeContext<TSaga, T>> CreateSagaConsumeContext<T>(ConsumeContext<T> consumeContext, TSaga instance, SagaConsumeContextMode mode)
        where T : class
    {
        // For enlistments: the instance that the unit is about.
        unit.Items[typeof(TSaga)] = instance;
        return Task.FromResult<SagaConsumeContext<TSaga, T>>(new DefaultSagaConsumeContext<TSaga, T>(consumeContext, instance));
    }

    public Task<SagaConsumeContext<TSaga, TMessage>> Add(TSaga instance) =>
        CreateSagaConsumeContext(_context, instance, SagaConsumeContextMode.Add);

    /// <summary>A pre-inserted instance is written like an added one; when another delivery was first, the write tells and the message is handled again.</summary>
    public async Task<SagaConsumeContext<TSaga, TMessage>> Insert(TSaga instance)
    {
        if (loaded is not null)
            return null!;
        _inserted = true;
        return await CreateSagaConsumeContext(_context, instance, SagaConsumeContextMode.Insert).ConfigureAwait(false);
    }

    public Task<SagaConsumeContext<TSaga, TMessage>> Load(Guid correlationId) => loaded is null
        ? Task.FromResult<SagaConsumeContext<TSaga, TMessage>>(null!)
        : CreateSagaConsumeContext(_context, loaded, SagaConsumeContextMode.Load);

    public Task Save(SagaConsumeContext<TSaga> context) => Write(SagaChangeKind.Insert, context.Saga);

    public Task Update(SagaConsumeContext<TSaga> context) => Write(_inserted ? SagaChangeKind.Insert : SagaChangeKind.Update, context.Saga);

    public Task Delete(SagaConsumeContext<TSaga> context) => _inserted ? Task.CompletedTask : Write(SagaChangeKind.Delete, context.Saga);

    public Task Discard(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task Undo(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    bool _inserted;

    Task Write(SagaChangeKind kind, TSaga saga)
    {
        ((ISagaVersion)saga).Version++;
        unit.Write(table, new SagaChange<TSaga>(kind, saga));
        return Task.CompletedTask;
    }
}
