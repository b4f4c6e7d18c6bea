using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.Tests.Api;
using Sagas.OrderSaga.Tests.Orders;

namespace Sagas.OrderSaga.Tests.ReadSide;

public sealed class When_orders_are_listed(HostWithOrders host) : IClassFixture<HostWithOrders>
{
    [Fact]
    public async Task pages_stay_where_they_are_while_orders_come_and_change()
    {
        var before = await AllAsync("limit=100", betweenPages: () => Task.CompletedTask);
        var placed = Guid.CreateVersion7();

        var meanwhile = await AllAsync("limit=10", async () =>
        {
            // A new order, which comes first in the list, and one of the last page that gets into another status.
            await host.AppendAsync(Guid.CreateVersion7(), 1, AnOrder.Placed, HostWithOrders.Began.AddDays(2));
            await host.AppendAsync(Guid.Parse(before[^1]), 0, new OrderEvent.OperatorRequested(Guid.CreateVersion7(), OperatorRequest.Retry, "look", "dana"), HostWithOrders.Began.AddDays(2));
            await host.CaughtUpAsync();
        });

        meanwhile.ShouldBe(before);
        meanwhile.Distinct().Count().ShouldBe(meanwhile.Count);
        meanwhile.ShouldNotContain(placed.ToString());
    }

    [Theory]
    [InlineData("customerId=customer-2", 12)]
    [InlineData("status=Cancelled", 10)]
    [InlineData("customerId=customer-2&status=Cancelled", 2)]
    [InlineData("customerId=nobody", 0)]
    public async Task what_is_asked_for_is_listed(string query, int expected)
    {
        var page = await host.GetAsync($"/orders?{query}&limit=1000");

        page.GetProperty("orders").EnumerateArray().Count(order => order.GetProperty("placedAt").GetDateTimeOffset() < HostWithOrders.Began.AddDays(2)).ShouldBe(expected);
        page.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task an_order_shows_its_lines_total_parcel_and_version()
    {
        var order = (await host.GetAsync("/orders?status=Delivered&limit=1")).GetProperty("orders")[0];

        order.GetProperty("total").ToString().ShouldBe("""{"amount":"38.50","currency":"EUR"}""");
        order.GetProperty("lines")[0].ToString().ShouldBe("""{"sku":"NW-011","quantity":2}""");
        order.GetProperty("trackingNumber").GetString().ShouldBe("FS-1");
        order.GetProperty("version").GetInt64().ShouldBe(7);
    }

    [Fact]
    public async Task counts_of_any_instant_are_what_the_streams_say()
    {
        foreach (var minutes in new[] { -60, 0, 1, 49, 50, 77, 110, 111, 200, 300, 100_000 })
        {
            var at = HostWithOrders.Began.AddMinutes(minutes);
            var counted = (await host.GetAsync($"/orders/counts?at={at.UtcDateTime:O}")).GetProperty("counts").EnumerateObject()
                .Select(count => (count.Name, count.Value.GetInt32())).ToList();

            var expected = host.Streams.Select(stream => host.FoldOf(stream.Events.TakeWhile(recorded => recorded.RecordedAt <= at)).Status)
                .Where(status => status != OrderStatus.NotPlaced).GroupBy(status => status).Select(group => (group.Key.ToString(), group.Count()));
            if (at < HostWithOrders.Began.AddDays(2))
                counted.ShouldBe(expected, ignoreOrder: true, customMessage: $"at {at:O}");
            else
                counted.Sum(count => count.Item2).ShouldBeGreaterThanOrEqualTo(HostWithOrders.Orders);
        }
    }

    [Fact]
    public async Task a_customers_totals_come_day_by_day()
    {
        var totals = await host.GetAsync("/customers/customer-0/totals?from=2025-03-03&to=2025-03-04");

        totals.EnumerateArray().Select(day => day.GetProperty("day").GetString()).ShouldBe(["2025-03-03", "2025-03-04"]);
        totals.EnumerateArray().Sum(day => day.GetProperty("confirmed").GetInt32()).ShouldBe(
            host.Streams.Select(stream => host.FoldOf(stream.Events)).Count(order => order is { CustomerId: "customer-0", Outcome: OrderOutcome.Confirmed }));
        totals[0].GetProperty("confirmedTotal").GetProperty("currency").GetString().ShouldBe("EUR");
    }

    [Fact]
    public async Task who_has_written_waits_until_lists_show_it()
    {
        using var placing = await host.Client.PostAsync("/orders", new StringContent(BadRequests.GoodBody, System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        var version = placing.Headers.GetValues("X-Event-Version").Single();

        using var answer = await host.Client.GetAsync($"{placing.Headers.Location}?minVersion={version}", TestContext.Current.CancellationToken);

        answer.Headers.GetValues("X-Read-Model").ShouldBe(["current"]);
        long.Parse(answer.Headers.GetValues("X-Event-Version").Single(), System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(1);
        var id = (await placing.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("orderId").GetString();
        (await host.GetAsync("/orders?customerId=VINET")).GetProperty("orders").EnumerateArray().ShouldContain(order => order.GetProperty("orderId").GetString() == id);
    }

    [Theory]
    [InlineData("/orders?status=Shipped", "status")]
    [InlineData("/orders?status=paid", "status")]
    [InlineData("/orders?status=3", "status")]
    [InlineData("/orders?after=yesterday", "after")]
    [InlineData("/orders?limit=0", "limit")]
    [InlineData("/orders?limit=1001", "limit")]
    [InlineData("/orders?limit=ten", "limit")]
    [InlineData("/orders?customerId=", "customerId")]
    [InlineData("/orders?state=Cancelled", "state")]
    [InlineData("/orders?minVersion=9223372036854775807", "minVersion")]
    [InlineData("/orders/counts?status=Paid", "status")]
    [InlineData("/customers/a/totals?day=2025-03-03", "day")]
    [InlineData("/orders/0198f3a0-0000-7000-8000-000000000001?versoin=1", "versoin")]
    [InlineData("/orders/0198f3a0-0000-7000-8000-000000000001/events?limit=-1", "limit")]
    [InlineData("/orders/counts?at=monday", "at")]
    [InlineData("/orders/counts?at=2999-01-01T00:00:00Z", "at")]
    [InlineData("/customers/a/totals?from=2025-03", "from")]
    [InlineData("/customers/a/totals?from=2025-03-04&to=2025-03-03", "from")]
    [InlineData("/customers/a/totals?from=2020-03-04&to=2025-03-03", "from")]
    [InlineData("/orders/0198f3a0-0000-7000-8000-000000000001?minVersion=x", "minVersion")]
    [InlineData("/orders/0198f3a0-0000-7000-8000-000000000001?minVersion=1&version=1", "minVersion")]
    public async Task a_bad_question_names_the_field(string path, string field)
    {
        using var answer = await host.Client.GetAsync(path, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("errors").EnumerateObject().Single().Name.ShouldBe(field);
    }

    async Task<List<string>> AllAsync(string query, Func<Task> betweenPages)
    {
        var orders = new List<string>();
        var page = await host.GetAsync($"/orders?{query}");
        while (true)
        {
            orders.AddRange(page.GetProperty("orders").EnumerateArray().Select(order => order.GetProperty("orderId").GetString()!));
            if (page.GetProperty("next").GetString() is not { } next)
                return orders;
            await betweenPages();
            page = await host.GetAsync($"/orders?{query}&after={Uri.EscapeDataString(next)}");
        }
    }
}
