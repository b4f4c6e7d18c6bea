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
        where TMessage : class
    {
        var readsItself = typeof(TConsumer).IsDefined(typeof(ReadsUnitOfWorkAttribute), inherit: true);
        AddFilter<TConsumer, TMessage>((IConsumerMessageConfigurator<TMessage>)configurator, readsItself, mayWaitAlone: !readsItself);
    }

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
        AddFilter<TSaga, TMessage>((ISagaMessageConfigurator<TMessage>)configurator, readsItself: true, mayWaitAlone: true);

    void AddFilter<THandler, TMessage>(IPipeConfigurator<ConsumeContext<TMessage>> configurator, bool readsItself, bool mayWaitAlone)
        where THandler : class
        where TMessage : class
    {
        var options = new InboxConsumeOptions
        {
            ConsumerId = ConsumerId($"{endpoint.InputAddress.AbsolutePath.Split('/')[^1]}|{NameOf(typeof(THandler))}|{NameOf(typeof(TMessage))}"),
            ConsumerType = TypeCache<THandler>.ShortName,
            ReadsItself = readsItself,
            MayWaitAlone = mayWaitAlone,
        };
        configurator.UseFilter(new OutboxConsumeFilter<TDbContext, TMessage>(new ConsumeScopeProvider(context), options));
    }

    /// <summary>Type.FullName of a constructed type names its arguments' assemblies with their versions, which change from release to release.</summary>
    static string NameOf(Type type) => type.IsGenericType
        ? $"{type.Namespace}.{type.Name}<{string.Join(',', type.GetGenericArguments().Select(NameOf))}>"
        : type.FullName!;

    /// <summary>The same in every process and after every restart: it is part of the inbox's key.</summary>
    static Guid ConsumerId(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16), bigEndian: true);
}
