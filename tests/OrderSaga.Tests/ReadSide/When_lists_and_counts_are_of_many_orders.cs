using Microsoft.Extensions.DependencyInjection;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.ReadSide;
using Sagas.OrderSaga.Tests.Api;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.ReadSide;

/// <summary>
/// A list reads the rows of its page, and a count the sums that it adds up. Nothing here is timed: what counts is what PostgreSQL says that it read. With <c>SAGAS_LONG=1</c> the orders are
/// a million; docs/read-side.md is made of what is printed then.
/// </summary>
public sealed class When_lists_and_counts_are_of_many_orders(When_lists_and_counts_are_of_many_orders.HostWithManyOrders host, ITestOutputHelper output)
    : IClassFixture<When_lists_and_counts_are_of_many_orders.HostWithManyOrders>
{
    /// <summary>How many statuses there are, and so how many rows a span of time has at most.</summary>
    static readonly int Statuses = Enum.GetValues<OrderStatus>().Length;

    /// <summary>What is asked for, as GET /orders is, and the index that answers it.</summary>
    public static TheoryData<string?, string?, bool, string> Lists => new()
    {
        { null, null, false, "tenant_placed_at" },
        { null, null, true, "tenant_placed_at" },
        { null, "Cancelled", false, "tenant_status_placed_at" },
        { null, "Cancelled", true, "tenant_status_placed_at" },
        { "C0047", null, false, "tenant_customer_id_placed_at" },
        { "C0047", "Delivered", false, "tenant_customer_id_status" },
    };

    /// <summary>Orders in thousandths of all, after which the instant is.</summary>
    public static TheoryData<int> Instants => [0, 1, 250, 500, 777, 1_000, 400_000];

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task a_page_is_read_off_its_index(string? customerId, string? status, bool later, string index)
    {
        var wanted = ManyOrders.Of(customerId, status is null ? null : Enum.Parse<OrderStatus>(status), limit: 50)
            with { After = later ? new OrderCursor(ManyOrders.PlacedAt(HostWithManyOrders.Orders / 2), Guid.Empty) : null };
        var found = await host.Lists.FindAsync(wanted, TestContext.Current.CancellationToken);
        found.Orders.ShouldNotBeEmpty("a plan of nothing shows nothing");
        output.WriteLine($"### GET /orders?customerId={customerId}&status={status}&after={later}\n{string.Join('\n', await host.Lists.ReadAsync(wanted, Told, row => row.GetString(0), TestContext.Current.CancellationToken))}");

        var plan = QueryPlan.Read((await host.Lists.ReadAsync(wanted, Explained, row => row.GetString(0), TestContext.Current.CancellationToken)).Single());

        plan.Nodes.ShouldNotContain(node => node.Type.Contains("Sort", StringComparison.Ordinal) || node.Type == "Seq Scan" && node.Relation != "projections", plan.Text);
        plan.Nodes.Where(node => node.Index is not null && node.Relation != "projections").ShouldAllBe(node => node.Index!.Contains(index, StringComparison.Ordinal), plan.Text);
        // One more than the page tells whether there is a next one; and one row says which slot is live.
        plan.RowsRead.ShouldBeLessThanOrEqualTo(Math.Min(found.Orders.Count, wanted.Limit) + 2, plan.Text);
    }

    [Theory]
    [MemberData(nameof(Instants))]
    public async Task a_count_at_any_instant_is_right_and_reads_some_sums(int thousandths)
    {
        var at = ManyOrders.PlacedAt(HostWithManyOrders.Orders / 1_000 * thousandths).AddMilliseconds(100);
        output.WriteLine($"### GET /orders/counts?at={at:O}\n{string.Join('\n', await host.Counts.ReadAsync(ManyOrders.Tenant, at, Told, row => row.GetString(0), TestContext.Current.CancellationToken))}");

        var counted = await host.Counts.AtAsync(ManyOrders.Tenant, at, TestContext.Current.CancellationToken);
        var plan = QueryPlan.Read((await host.Counts.ReadAsync(ManyOrders.Tenant, at, Explained, row => row.GetString(0), TestContext.Current.CancellationToken)).Single());

        var expected = await host.Database.QueryAsync(
            "select status, count(*) from order_status_history where tenant = $2 and entered_at <= $1 and (left_at is null or left_at > $1) group by 1",
            row => (Enum.Parse<OrderStatus>(row.GetString(0)), row.GetInt64(1)), at, ManyOrders.Tenant);
        counted.Counts.Select(count => (count.Key, count.Value)).ShouldBe(expected, ignoreOrder: true);
        plan.Nodes.ShouldNotContain(node => node.Type == "Seq Scan" && node.Relation != "projections", plan.Text);
        // 11 months, 30 days, 23 hours, 59 minutes and 59 seconds at most of each status, a year, and what happened within the second.
        plan.RowsRead.ShouldBeLessThanOrEqualTo((184 * Statuses) + 100, plan.Text);
    }

    [Fact]
    public async Task another_tenants_orders_are_in_no_list_and_no_count()
    {
        var (ours, theirs) = (await CountAsync(ManyOrders.Tenant), await CountAsync("another"));
        ours.ShouldBeGreaterThan(0);
        theirs.ShouldBeGreaterThan(0);
        (ours + theirs).ShouldBe(HostWithManyOrders.Orders);

        var page = await host.Lists.FindAsync(ManyOrders.Of(limit: 1_000), TestContext.Current.CancellationToken);

        page.Orders.Count.ShouldBe(1_000);
        (await host.Database.ScalarAsync<long>("select count(*) from order_summaries where tenant <> $1 and order_id = any($2)", ManyOrders.Tenant, page.Orders.Select(order => order.OrderId).ToArray())).ShouldBe(0);

        async Task<long> CountAsync(string tenant) =>
            (await host.Counts.AtAsync(tenant, ManyOrders.PlacedAt(HostWithManyOrders.Orders).AddDays(2), TestContext.Current.CancellationToken)).Counts.Values.Sum();
    }

    static string Explained(string sql) => $"explain (analyze, buffers, format json) {sql}";

    static string Told(string sql) => $"explain (analyze, buffers, costs off, timing off, summary off) {sql}";

    public sealed class HostWithManyOrders : OrderSagaHost, IAsyncLifetime
    {
        public static int Orders => Environment.GetEnvironmentVariable("SAGAS_LONG") == "1" ? 1_000_000 : 20_000;

        internal OrderLists Lists => Services.GetRequiredService<OrderLists>();

        internal OrderCounts Counts => Services.GetRequiredService<OrderCounts>();

        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            await Eventually.ShouldAsync(async () => await Database.ScalarAsync<long>("select count(*) from projections") == 1, "the projection to be registered");
            await ManyOrders.FillAsync(FillAsync, Orders);
        }

        async Task FillAsync(string sql)
        {
            await using var command = Database.DataSource.CreateCommand(sql);
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync();
        }
    }
}
