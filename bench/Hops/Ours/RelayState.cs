using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Sagas.Hops.Ours;

public sealed class RelayState : SagaStateMachineInstance, ISagaVersion
{
    public Guid CorrelationId { get; set; }

    public int Version { get; set; }

    public string CurrentState { get; set; } = "";

    public int Leg { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

public sealed class RelayStateMap : SagaClassMap<RelayState>
{
    protected override void Configure(EntityTypeBuilder<RelayState> entity, ModelBuilder model)
    {
        entity.ToTable("relays");
        entity.Property(relay => relay.CorrelationId).HasColumnName("correlation_id");
        entity.Property(relay => relay.Version).HasColumnName("version");
        entity.Property(relay => relay.CurrentState).HasColumnName("current_state");
        entity.Property(relay => relay.Leg).HasColumnName("leg");
        entity.Property(relay => relay.UpdatedAt).HasColumnName("updated_at");
    }
}
