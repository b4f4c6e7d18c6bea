using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Sagas.EntityFrameworkIntegration.Tests.TollGates;

public sealed class Gate : SagaStateMachineInstance, ISagaVersion
{
    public Guid CorrelationId { get; set; }

    public int Version { get; set; }

    public string CurrentState { get; set; } = "";

    public int Cars { get; set; }

    public Guid? ClosingToken { get; set; }
}

public sealed class GateMap : SagaClassMap<Gate>
{
    protected override void Configure(EntityTypeBuilder<Gate> entity, ModelBuilder model)
    {
        entity.ToTable("gates");
        entity.Property(gate => gate.CorrelationId).HasColumnName("gate_id");
        entity.Property(gate => gate.Version).HasColumnName("version");
        entity.Property(gate => gate.CurrentState).HasColumnName("current_state");
        entity.Property(gate => gate.Cars).HasColumnName("cars");
        entity.Property(gate => gate.ClosingToken).HasColumnName("closing_token");
    }
}
