using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Sagas.Timers;

public sealed class AlarmState : SagaStateMachineInstance, ISagaVersion
{
    public Guid CorrelationId { get; set; }

    public int Version { get; set; }

    public string CurrentState { get; set; } = "";

    public Guid? DueToken { get; set; }
}

public sealed class AlarmStateMap : SagaClassMap<AlarmState>
{
    protected override void Configure(EntityTypeBuilder<AlarmState> entity, ModelBuilder model)
    {
        entity.ToTable("alarms");
        entity.Property(alarm => alarm.CorrelationId).HasColumnName("correlation_id");
        entity.Property(alarm => alarm.Version).HasColumnName("version");
        entity.Property(alarm => alarm.CurrentState).HasColumnName("current_state");
        entity.Property(alarm => alarm.DueToken).HasColumnName("due_token");
    }
}
