using MassTransit.Context;
using MassTransit.Saga;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The saga of one delivery: loaded before, written with the unit of work after.</summary>
sealed class UnitOfWorkSagaRepositoryContext<TSaga, TMessage>(
    ConsumeContext<TMessage> context, IUnitOfWork unit, ISagaConsumeContextFactory<IUnitOfWork, TSaga> factory, ISagaStore<TSaga> store, TSaga? loaded)
    : ConsumeContextScope<TMessage>(context), SagaRepositoryContext<TSaga, TMessage>
    where TSaga : class, ISaga
    where TMessage : class
{
    readonly ConsumeContext<TMessage> _context = context;
    bool _inserted;

    /// <summary>Whether there was a saga, or one was begun.</summary>
    public bool HasMetSaga { get; private set; } = loaded is not null;

    public Task<SagaConsumeContext<TSaga, T>> CreateSagaConsumeContext<T>(ConsumeContext<T> consumeContext, TSaga instance, SagaConsumeContextMode mode)
        where T : class =>
        factory.CreateSagaConsumeContext(unit, consumeContext, instance, mode);

    /// <summary>A saga that no query found tells only now what the unit is about.</summary>
    public async Task<SagaConsumeContext<TSaga, TMessage>> Add(TSaga instance)
    {
        HasMetSaga = true;
        if (unit.Subject is null)
        {
            unit.About(new Subject(typeof(TSaga).Name, instance.CorrelationId));
            await unit.LoadAsync(CancellationToken).ConfigureAwait(false);
        }

        return await CreateSagaConsumeContext(_context, instance, SagaConsumeContextMode.Add).ConfigureAwait(false);
    }

    /// <summary>A pre-inserted instance is written like an added one; when another delivery was first, the write tells and the message is handled again.</summary>
    public async Task<SagaConsumeContext<TSaga, TMessage>> Insert(TSaga instance)
    {
        if (loaded is not null)
            return null!;
        HasMetSaga = _inserted = true;
        return await CreateSagaConsumeContext(_context, instance, SagaConsumeContextMode.Insert).ConfigureAwait(false);
    }

    public Task<SagaConsumeContext<TSaga, TMessage>> Load(Guid correlationId) => loaded is null
        ? Task.FromResult<SagaConsumeContext<TSaga, TMessage>>(null!)
        : CreateSagaConsumeContext(_context, loaded, SagaConsumeContextMode.Load);

    public Task Save(SagaConsumeContext<TSaga> context) => Done(() => store.Insert(context.Saga));

    public Task Update(SagaConsumeContext<TSaga> context) => _inserted ? Save(context) : Done(() => store.Update(context.Saga));

    public Task Delete(SagaConsumeContext<TSaga> context) => _inserted ? Task.CompletedTask : Done(() => store.Delete(context.Saga));

    public Task Discard(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task Undo(SagaConsumeContext<TSaga> context) => _inserted ? Task.CompletedTask : Done(() => store.Undo(context.Saga));

    static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
