using Microsoft.EntityFrameworkCore;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.Tests.Api;
using Sagas.ParticipantTestKit;

namespace Sagas.OrderSaga.Tests.Data;

public sealed class When_the_database_is_migrated(OrderSagaHost host) : IClassFixture<OrderSagaHost>
{
    /// <summary>Read and written by statements alone.</summary>
    static readonly string[] Unmapped = ["streams", "events", "snapshots", "events_archive", "stream_anchors", "saga_timeline_heads", "saga_timeline", "saga_requests", "idempotency_keys", "saga_definitions",
        "projections", "projection_partitions", "projection_replays", "projection_members", "projection_set_aside", "order_summaries", "order_summaries_a", "order_summaries_b", "order_status_history",
        "order_status_history_a", "order_status_history_b", "order_status_flows", "order_status_flows_a", "order_status_flows_b", "customer_totals", "customer_totals_a", "customer_totals_b"];

    [Fact]
    public async Task It_is_as_the_context_maps_it()
    {
        await using var context = new OrderSagaDbContext(new DbContextOptionsBuilder<OrderSagaDbContext>().UseNpgsql(host.Database.AppConnectionString).Options);

        (await MappedSchema.DifferencesAsync(context, Unmapped)).ShouldBeEmpty();
    }
}
