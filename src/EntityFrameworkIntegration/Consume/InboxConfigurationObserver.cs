using System.Security.Cryptography;
using System.Text;
using MassTransit.Configuration;
using MassTransit.DependencyInjection;
using MassTransit.Middleware;
using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Puts the unit of work around every consumer and saga of a receive endpoint.</summary>
sealed class InboxConfigurationObserver<TDbContext>(IReceiveEndpointConfigurator endpoint, IRegistrationContext context)
    : IConsumerConfigurationObserver, ISagaConfigurationObserver
    where TDbContext : DbContext
{
    public void ConsumerConfigured<TConsumer>(IConsumerConfigurator<TConsumer> configurator)
        where TConsumer : class
    {
    }

    public void ConsumerMessageConfigured<TConsumer, TMessage>(IConsumerMessageConfigurator<TConsumer, TMessage> configurator)
        where TConsumer : class
        where TMessage : class =>
        AddFilter<TConsumer, TMessage>(
            (IConsumerMessageConfigurator<TMessage>)configurator, typeof(TConsumer).IsDefined(typeof(ReadsUnitOfWorkAttribute), inherit: true));

    public void SagaConfigured<TSaga>(ISagaConfigurator<TSaga> configurator)
        where TSaga : class, ISaga
    {
    }

    public void StateMachineSagaConfigured<TInstance>(ISagaConfigurator<TInstance> configurator, SagaStateMachine<TInstance> stateMachine)
        where TInstance : class, ISaga, SagaStateMachineInstance
    {
    }

    public void SagaMessageConfigured<TSaga, TMessage>(ISagaMessageConfigurator<TSaga, TMessage> configurator)
        where TSaga : class, ISaga
        where TMessage : class =>
        AddFilter<TSaga, TMessage>((ISagaMessageConfigurator<TMessage>)configurator, readsItself: true);

    void AddFilter<THandler, TMessage>(IPipeConfigurator<ConsumeContext<TMessage>> configurator, bool readsItself)
        where THandler : class
        where TMessage : class
    {
        var options = new InboxConsumeOptions
        {
            ConsumerId = ConsumerId($"{endpoint.InputAddress.AbsolutePath.Split('/')[^1]}|{typeof(THandler).FullName}|{typeof(TMessage).FullName}"),
            ConsumerType = TypeCache<THandler>.ShortName,
            ReadsItself = readsItself,
        };
        configurator.UseFilter(new OutboxConsumeFilter<TDbContext, TMessage>(new ConsumeScopeProvider(context), options));
    }

    /// <summary>The same in every process and after every restart: it is part of the inbox's key.</summary>
    static Guid ConsumerId(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16), bigEndian: true);
}
