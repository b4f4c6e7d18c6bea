using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Sagas.Poison;

public sealed class JourneyState : SagaStateMachineInstance, ISagaVersion
{
    public Guid CorrelationId { get; set; }

    public int Version { get; set; }

    public string CurrentState { get; set; } = "";
}

public sealed class JourneyStateMap : SagaClassMap<JourneyState>
{
    protected override void Configure(EntityTypeBuilder<JourneyState> entity, ModelBuilder model)
    {
        entity.ToTable("journeys");
        entity.Property(journey => journey.CorrelationId).HasColumnName("correlation_id");
        entity.Property(journey => journey.Version).HasColumnName("version");
        entity.Property(journey => journey.CurrentState).HasColumnName("current_state");
    }
}
