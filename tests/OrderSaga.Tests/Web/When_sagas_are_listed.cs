using System.Net;
using Sagas.OrderSaga.Tests.Api;

namespace Sagas.OrderSaga.Tests.Web;

public sealed class When_sagas_are_listed(OrderSagaHost host) : IClassFixture<OrderSagaHost>
{
    [Fact]
    public async Task an_orders_id_leads_to_its_page()
    {
        var order = await host.BegunAsync();

        using var answer = await host.Client.GetAsync($"/?error={order}", Pages.Stop);

        answer.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe($"/sagas/{order}/page");
    }

    [Fact]
    public async Task those_under_way_are_counted_and_listed()
    {
        var order = await host.BegunAsync();

        var page = await host.PageAsync("/?state=ReservingStock");

        page.ShouldContain($"/sagas/{order}/page");
        page.ShouldContain("<caption");
        (await host.PageAsync("/?state=Parked")).ShouldNotContain($"/sagas/{order}/page");
    }

    [Fact]
    public async Task those_that_have_ended_go_on_page_after_page_and_none_twice()
    {
        await host.Database.ExecuteAsync("""
            insert into place_order_sagas (
              correlation_id, current_state, version, customer_id, lines, reserve_stock_round, capture_payment_round, create_shipment_round, undo_round, attempt,
              started_at, updated_at, ended_at)
            select gen_random_uuid(), case number % 3 when 0 then 'Cancelled' else 'Confirmed' end, 4, 'NUMBER' || number || 'X', '[]', 1, 1, 1, 0, 1, now(), now(),
              timestamptz '2026-01-01' + number / 2 * interval '1 second'
            from generate_series(1, 120) as number
            """);

        var seen = new List<string>();
        for (string? address = "/?state=ended"; address is not null;)
        {
            var page = await host.PageAsync(address);
            seen.AddRange(page.Split("<td>NUMBER").Skip(1).Select(part => part.Split('X')[0]));
            address = page.Contains("rel=\"next\"", StringComparison.Ordinal)
                ? WebUtility.HtmlDecode(page[..page.IndexOf("\" rel=\"next\"", StringComparison.Ordinal)].Split("href=\"")[^1])
                : null;
        }

        seen.Distinct().Count().ShouldBe(120);
        seen.Count.ShouldBe(120);
        seen[0].ShouldBe("120");
    }

    [Fact]
    public async Task a_link_keeps_what_was_asked_for()
    {
        await host.Database.ExecuteAsync("""
            insert into place_order_sagas (
              correlation_id, current_state, version, customer_id, lines, definition_version, reserve_stock_round, capture_payment_round, create_shipment_round, undo_round, attempt,
              called_off_because, started_at, updated_at, ended_at)
            select gen_random_uuid(), 'Cancelled', 4, 'Ottilies & Co', '[]', 3, 1, 1, 1, 0, 1, 'PriceChanged', now(), now(), now() - number * interval '1 second'
            from generate_series(1, 120) as number
            """);
        const string Address = "/?customer=Ottilies%20%26%20Co&reason=PriceChanged&version=3";

        var page = await host.PageAsync(Address);

        page.Split("<td>Ottilies &amp; Co</td>").Length.ShouldBe(101);
        page.ShouldContain("value=\"Ottilies &amp; Co\"");
        var next = WebUtility.HtmlDecode(page[..page.IndexOf("\" rel=\"next\"", StringComparison.Ordinal)].Split("href=\"")[^1]);
        next.ShouldStartWith($"{Address}&after=");
        (await host.PageAsync(next)).Split("<td>Ottilies &amp; Co</td>").Length.ShouldBe(21);
    }

    [Theory]
    [InlineData("version=0")]
    [InlineData("overdue=x")]
    [InlineData("version=second")]
    [InlineData("reason=Weather")]
    [InlineData("reason=PriceChanged&overdue=true")]
    [InlineData("state=Parked&reason=PriceChanged")]
    [InlineData("customer=%00")]
    public async Task what_makes_no_sense_is_said(string query)
    {
        using var answer = await host.Client.GetAsync($"/?{query}", Pages.Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
