using MassTransit.Context;
using MassTransit.Saga;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Hands an instance to its handler, and to the enlistments the instance that the unit is about.</summary>
sealed class UnitOfWorkSagaConsumeContextFactory<TSaga> : ISagaConsumeContextFactory<IUnitOfWork, TSaga>
    where TSaga : class, ISaga
{
    public Task<SagaConsumeContext<TSaga, T>> CreateSagaConsumeContext<T>(
        IUnitOfWork context, ConsumeContext<T> consumeContext, TSaga instance, SagaConsumeContextMode mode)
        where T : class
    {
        context.Items[typeof(TSaga)] = instance;
        return Task.FromResult<SagaConsumeContext<TSaga, T>>(new DefaultSagaConsumeContext<TSaga, T>(consumeContext, instance));
    }
}
