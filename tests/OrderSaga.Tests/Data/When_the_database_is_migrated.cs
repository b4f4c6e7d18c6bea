using Microsoft.EntityFrameworkCore;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.Tests.Api;
using Sagas.ParticipantTestKit;

namespace Sagas.OrderSaga.Tests.Data;

public sealed class When_the_database_is_migrated(OrderSagaHost host) : IClassFixture<OrderSagaHost>
{
    /// <summary>Read and written by statements alone.</summary>
    static readonly string[] Unmapped = ["streams", "events", "snapshots", "events_archive", "stream_anchors", "saga_timeline_heads", "saga_timeline", "saga_requests", "idempotency_keys", "saga_definitions"];

    [Fact]
    public async Task It_is_as_the_context_maps_it()
    {
        await using var context = new OrderSagaDbContext(new DbContextOptionsBuilder<OrderSagaDbContext>().UseNpgsql(host.Database.AppConnectionString).Options);

        (await MappedSchema.DifferencesAsync(context, Unmapped)).ShouldBeEmpty();
    }
}
