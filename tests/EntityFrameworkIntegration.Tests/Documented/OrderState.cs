// Written as MassTransit's documentation writes it: nothing in this file knows which implementation it is compiled against.
using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Sagas.EntityFrameworkIntegration.Tests.Documented;

public class OrderState :
    SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }
    public string CurrentState { get; set; } = null!;

    public DateTime? OrderDate { get; set; }
    public int ItemCount { get; set; }
    public Dictionary<string, string> Labels { get; set; } = [];

    // If using Optimistic concurrency, this property is required
    public uint RowVersion { get; set; }
}

public class OrderStateMap :
    SagaClassMap<OrderState>
{
    protected override void Configure(EntityTypeBuilder<OrderState> entity, ModelBuilder model)
    {
        entity.Property(x => x.CurrentState).HasMaxLength(64);
        entity.Property(x => x.OrderDate);
        entity.Property(x => x.Labels).HasJsonConversion();

        // If using Optimistic concurrency, otherwise remove this property
        entity.Property(x => x.RowVersion)
            .HasColumnName("xmin")
            .HasColumnType("xid")
            .IsRowVersion();
    }
}

public class OrderStateDbContext :
    SagaDbContext
{
    public OrderStateDbContext(DbContextOptions options)
        : base(options)
    {
    }

    protected override IEnumerable<ISagaClassMap> Configurations
    {
        get { yield return new OrderStateMap(); }
    }
}

public record OrderSubmitted(Guid OrderId, DateTime OrderDate);

public record ItemAdded(Guid OrderId, string Sku);

public record OrderCompleted(Guid OrderId);

public class OrderStateMachine :
    MassTransitStateMachine<OrderState>
{
    public OrderStateMachine()
    {
        InstanceState(x => x.CurrentState);

        Event(() => OrderSubmitted, x => x.CorrelateById(context => context.Message.OrderId));
        Event(() => ItemAdded, x => x.CorrelateById(context => context.Message.OrderId));
        Event(() => OrderCompleted, x => x.CorrelateById(context => context.Message.OrderId));

        Initially(
            When(OrderSubmitted)
                .Then(context => context.Saga.OrderDate = context.Message.OrderDate)
                .TransitionTo(Submitted));

        During(Submitted,
            When(ItemAdded)
                .Then(context => context.Saga.ItemCount++)
                .Then(context => context.Saga.Labels[context.Message.Sku] = "added"),
            When(OrderCompleted)
                .Finalize());

        SetCompletedWhenFinalized();
    }

    public State Submitted { get; private set; } = null!;

    public Event<OrderSubmitted> OrderSubmitted { get; private set; } = null!;
    public Event<ItemAdded> ItemAdded { get; private set; } = null!;
    public Event<OrderCompleted> OrderCompleted { get; private set; } = null!;
}
