using Microsoft.EntityFrameworkCore;
using Sagas.EventStore;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.ReadSide;
using Sagas.OrderSaga.Tests.Orders;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.ReadSide;

public sealed class When_rows_of_an_older_release_are_upgraded
{
    static readonly (string Tenant, OrderEvent[] Story, int Minutes)[] Orders =
    [
        ("default", AnOrder.ConfirmedOrder, 0),
        ("default", AnOrder.CancelledOrder, 7),
        ("default", [AnOrder.Placed], 59),
        ("another", [.. AnOrder.ConfirmedOrder, new OrderEvent.ShipmentDispatched(AnOrder.ShipmentId, AnOrder.Monday), new OrderEvent.ShipmentDelivered(AnOrder.ShipmentId, AnOrder.Tuesday)], 60),
        // At the turn of a year, and two statuses within one second.
        ("another", AnOrder.OnItsWayToConfirmation, (int)(new DateTimeOffset(2025, 12, 31, 23, 59, 0, TimeSpan.Zero) - AnOrder.Monday).TotalMinutes),
    ];

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    public async Task the_history_knows_where_orders_came_from_and_counts_are_sums_of_it(string slot)
    {
        await using var database = await TestDatabase.CreateAsync();
        await RunAsync(database, "0015_read_side.sql");
        OrderChange[] orders = [.. Orders.Select(Of)];
        foreach (var order in orders)
        {
            foreach (var period in order.Periods)
                await WriteAsItWasAsync(database, slot, order, period);
        }

        await RunAsync(database, "0017_counts_and_tenants.sql");

        (await database.QueryAsync(
                "select order_id, version, came_from from order_status_history where slot = $1",
                row => (row.GetGuid(0), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetString(2)), slot))
            .ShouldBe(orders.SelectMany(order => order.Periods.Select(period => (order.OrderId, period.Version, period.CameFrom?.ToString()))), ignoreOrder: true);
        (await database.QueryAsync(
                "select tenant, span, starts_at, status, change from order_status_flows where slot = $1",
                row => (row.GetString(0), row.GetString(1), row.GetDateTime(2), row.GetString(3), row.GetInt64(4)), slot))
            .ShouldBe(OrderFlows.Of(orders).Select(flow => (flow.Tenant, flow.Span.Name, flow.StartsAt, flow.Status.ToString(), flow.Change)), ignoreOrder: true);
        (await database.ScalarAsync<long>("select count(distinct slot) from order_status_flows")).ShouldBe(1);
    }

    public static TheoryData<string> Streams => [.. GoldenStream.All.Select(stream => stream.Name)];

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task states_become_what_is_written_today(string stream)
    {
        await using var database = await TestDatabase.CreateAsync();
        await RunAsync(database, "0015_read_side.sql");
        await database.ExecuteAsync(
            """
            insert into order_summaries (slot, order_id, customer_id, status, placed_at, changed_at, lines, version, state)
            values ('a', gen_random_uuid(), 'BLAUS', 'Placed', now(), now(), '[]', 1, $1::jsonb)
            """,
            await File.ReadAllTextAsync(Path.Combine(GoldenStream.Folder, $"{stream}.fold-2.json"), TestContext.Current.CancellationToken));

        await RunAsync(database, "0021_states_as_they_are_written.sql");

        (await database.ScalarAsync<bool>(
            "select state = $1::jsonb from order_summaries", await File.ReadAllTextAsync(Path.Combine(GoldenStream.Folder, $"{stream}.fold-3.json"), TestContext.Current.CancellationToken)))
            .ShouldBeTrue(await database.ScalarAsync<string>("select jsonb_pretty(state) from order_summaries"));
    }

    /// <summary>Pages of 5,000 rows, each committed by itself: nobody who follows all events waits until all of them are written.</summary>
    [Fact]
    public async Task states_of_many_orders_are_rewritten_in_several_transactions()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var context = new OrderSagaDbContext(new DbContextOptionsBuilder<OrderSagaDbContext>().UseNpgsql(database.OwnerConnectionString).Options);
        await context.Database.MigrateAsync(TestContext.Current.CancellationToken);
        (await database.ExecuteAsync("""delete from "__EFMigrationsHistory" where "MigrationId" = '0021_states_as_they_are_written'""")).ShouldBe(1);
        await database.ExecuteAsync(
            """
            insert into order_summaries (slot, order_id, tenant, customer_id, status, placed_at, changed_at, lines, version, state)
            select slot, gen_random_uuid(), 'default', 'BLAUS', 'Placed', now(), now(), '[]', 1, '{"status": "Placed", "isPlaced": true, "customerId": "BLAUS", "cancelled": null}'
            from (values ('a', 5001), ('b', 7)) slots (slot, orders) cross join generate_series(1, orders)
            """);

        await context.Database.MigrateAsync(TestContext.Current.CancellationToken);

        (await database.QueryAsync(
                "select slot, state::text, count(*), count(distinct xmin::text) from order_summaries group by slot, state order by slot",
                row => (row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3))))
            .ShouldBe([("a", """{"customerId": "BLAUS"}""", 5_001, 2), ("b", """{"customerId": "BLAUS"}""", 7, 1)]);
    }

    // What the release wrote that had only the first of these migrations.
    static async Task WriteAsItWasAsync(TestDatabase database, string slot, OrderChange order, StatusPeriod period)
    {
        await database.ExecuteAsync(
            "insert into order_status_history (slot, order_id, version, tenant, status, entered_at, left_at) values ($1, $2, $3, $4, $5, $6, $7)",
            slot, order.OrderId, period.Version, order.After.Tenant, period.Status.ToString(), period.EnteredAt, (object?)period.LeftAt ?? DBNull.Value);
        await database.ExecuteAsync(
            """
            insert into order_status_flows as f (slot, hour, status, entered, "left") values ($1, date_trunc('hour', $2, 'UTC'), $3, 1, 0)
            on conflict (slot, hour, status) do update set entered = f.entered + 1
            """,
            slot, period.EnteredAt, period.Status.ToString());
    }

    static OrderChange Of((string Tenant, OrderEvent[] Story, int Minutes) order)
    {
        var change = new OrderChange(Guid.CreateVersion7(), before: null);
        for (var n = 0; n < order.Story.Length; n++)
        {
            change.Add(
                new RecordedEvent
                {
                    Checkpoint = default, Stream = OrderStreams.StreamOf(change.OrderId), Version = n + 1, EventId = Guid.CreateVersion7(), Type = "any", SchemaVersion = 1,
                    Data = default, MetadataJson = default, Tenant = order.Tenant, RecordedAt = AnOrder.Monday.AddMinutes(order.Minutes).AddSeconds(0.4 * n * n), Hash = default,
                },
                order.Story[n], new HashSet<(StreamId, long)>());
        }

        return change;
    }

    static async Task RunAsync(TestDatabase database, string script)
    {
        using var reader = new StreamReader(typeof(OrderSagaDbContext).Assembly.GetManifestResourceStream(script)!);
        await database.ExecuteAsync(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }
}
