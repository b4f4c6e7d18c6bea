using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Maps a saga to its table.</summary>
public interface ISagaClassMap
{
    /// <summary>The saga instance's type.</summary>
    Type SagaType { get; }

    /// <summary>Adds the saga to the model.</summary>
    void Configure(ModelBuilder model);
}

/// <summary>Maps a saga to its table.</summary>
/// <typeparam name="TSaga">The saga instance.</typeparam>
public interface ISagaClassMap<TSaga> : ISagaClassMap
    where TSaga : class, ISaga;
