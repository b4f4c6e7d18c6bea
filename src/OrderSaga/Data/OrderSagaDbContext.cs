using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;

namespace Sagas.OrderSaga.Data;

/// <summary>The orchestrator's database: the sagas, the orders' streams, the timelines, the inbox and the outbox.</summary>
public sealed class OrderSagaDbContext(DbContextOptions options) : SagaDbContext(options)
{
    protected override IEnumerable<ISagaClassMap> Configurations => [new PlaceOrderStateMap(), new ReturnOrderStateMap()];

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.AddTransactionalOutboxEntities();
        modelBuilder.AddDeadLetterEntity();
    }
}
