using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Sagas.EntityFrameworkIntegration.Tests.TollGates;

/// <summary>A saga that only EF Core's change tracker can keep: it has rows of its own in another table, an array, and no version.</summary>
public sealed class Caravan : SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = "";

    public string Road { get; set; } = "";

    public int Stops { get; set; }

    public string[] Borders { get; set; } = [];

    public List<Wagon> Wagons { get; } = [];
}

public sealed class Wagon
{
    public int WagonId { get; set; }

    public string Plate { get; set; } = "";
}

public sealed class CaravanMap : SagaClassMap<Caravan>
{
    protected override void Configure(EntityTypeBuilder<Caravan> entity, ModelBuilder model)
    {
        entity.ToTable("caravans");
        entity.Property(caravan => caravan.CorrelationId).HasColumnName("caravan_id");
        entity.Property(caravan => caravan.CurrentState).HasColumnName("current_state");
        entity.Property(caravan => caravan.Road).HasColumnName("road");
        entity.Property(caravan => caravan.Stops).HasColumnName("stops");
        entity.Property(caravan => caravan.Borders).HasColumnName("borders");
        entity.HasMany(caravan => caravan.Wagons).WithOne().HasForeignKey("caravan_id").IsRequired();
        var wagon = model.Entity<Wagon>();
        wagon.ToTable("wagons");
        wagon.Property(row => row.WagonId).HasColumnName("wagon_id");
        wagon.Property(row => row.Plate).HasColumnName("plate");
    }
}
