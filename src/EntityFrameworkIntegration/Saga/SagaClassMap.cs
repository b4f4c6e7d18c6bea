using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MassTransit;

/// <summary>Maps a saga to its table.</summary>
/// <typeparam name="TSaga">The saga instance.</typeparam>
public abstract class SagaClassMap<TSaga> : ISagaClassMap<TSaga>
    where TSaga : class, ISaga
{
    /// <inheritdoc />
    public Type SagaType => typeof(TSaga);

    /// <inheritdoc />
    public virtual void Configure(ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var entity = model.Entity<TSaga>();
        entity.HasKey(saga => saga.CorrelationId);
        entity.Property(saga => saga.CorrelationId).ValueGeneratedNever();
        Configure(entity, model);
    }

    /// <summary>Maps the saga's own properties.</summary>
    protected virtual void Configure(EntityTypeBuilder<TSaga> entity, ModelBuilder model)
    {
    }
}
