using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Sagas.OrderSaga.Tests.Api;

public sealed class When_sagas_are_searched(When_sagas_are_searched.HostWithSagas host) : IClassFixture<When_sagas_are_searched.HostWithSagas>
{
    [Fact]
    public async Task the_one_that_waits_longest_comes_first_page_by_page()
    {
        var first = await GetAsync("/sagas");
        var second = await GetAsync($"/sagas?after={Uri.EscapeDataString(first.GetProperty("next").GetString()!)}");

        first.GetProperty("sagas").GetArrayLength().ShouldBe(100);
        second.GetProperty("sagas").GetArrayLength().ShouldBe(50);
        second.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        DateTimeOffset[] since = [.. first.GetProperty("sagas").EnumerateArray().Concat(second.GetProperty("sagas").EnumerateArray())
            .Select(saga => saga.GetProperty("waitingSince").GetDateTimeOffset())];
        since.ShouldBe(since.Order());
        since.Distinct().Count().ShouldBe(150, "no saga is on two pages");
    }

    [Theory]
    [InlineData("state=Parked", 30)]
    [InlineData("state=RefundingPayment", 120 - 60)]
    [InlineData("overdue=true", 60)]
    [InlineData("olderThan=02:00:30", 30)]
    [InlineData("error=not ANSWERED", 30)]
    [InlineData("error=exploded", 0)]
    [InlineData("state=Parked&olderThan=02:00:30", 6)]
    [InlineData("customerId=VINET", 150)]
    [InlineData("customerId=vinet", 0)]
    [InlineData("customerId=VINET&state=Parked&error=CapturePayment", 30)]
    [InlineData("customerId=VINET&overdue=true", 60)]
    [InlineData("definitionVersion=1", 150)]
    [InlineData("definitionVersion=7", 0)]
    [InlineData("outcome=Cancelled", 90)]
    [InlineData("outcome=Cancelled&reason=PriceChanged", 45)]
    [InlineData("reason=PaymentDeclined&customerId=HANAR", 45)]
    [InlineData("outcome=Confirmed&definitionVersion=2", 30)]
    [InlineData("outcome=any&customerId=HANAR", 120)]
    [InlineData("outcome=any&customerId=HANAR&olderThan=01:00:30", 60)]
    [InlineData("saga=ReturnOrder", 0)]
    public async Task what_is_asked_for_is_found(string query, int expected) =>
        (await AllAsync(query)).Count.ShouldBe(expected);

    [Fact]
    public async Task what_a_parked_one_owes_is_told() =>
        (await AllAsync("state=Parked")).ShouldAllBe(saga => saga.GetProperty("owed")[0].GetString() == "capture-payment");

    [Theory]
    [InlineData("state=Confirmed", "state")]
    [InlineData("state=parked", "state")]
    [InlineData("after=yesterday", "after")]
    [InlineData("olderThan=-00:01:00", "olderThan")]
    [InlineData("olderThan=long", "olderThan")]
    [InlineData("overdue=maybe", "overdue")]
    [InlineData("overdue=false", "overdue")]
    [InlineData("saga=RefundOrder", "saga")]
    [InlineData("saga=ReturnOrder&state=ReservingStock", "state")]
    [InlineData("customerId=", "customerId")]
    [InlineData("definitionVersion=0", "definitionVersion")]
    [InlineData("definitionVersion=two", "definitionVersion")]
    [InlineData("outcome=Lost", "outcome")]
    [InlineData("reason=Weather", "reason")]
    [InlineData("outcome=Cancelled&state=Parked", "state")]
    [InlineData("reason=PriceChanged&overdue=true", "overdue")]
    [InlineData("outcome=any&error=failed", "error")]
    [InlineData("customer=VINET", "customer")]
    public async Task a_bad_question_names_the_field(string query, string field)
    {
        using var answer = await host.Client.GetAsync($"/sagas?{query}", TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("errors").EnumerateObject().Single().Name.ShouldBe(field);
    }

    async Task<List<JsonElement>> AllAsync(string query)
    {
        var sagas = new List<JsonElement>();
        for (var page = await GetAsync($"/sagas?{query}"); ; page = await GetAsync($"/sagas?{query}&after={Uri.EscapeDataString(page.GetProperty("next").GetString()!)}"))
        {
            sagas.AddRange(page.GetProperty("sagas").EnumerateArray());
            if (page.GetProperty("next").ValueKind == JsonValueKind.Null)
                return sagas;
        }
    }

    async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await host.Client.GetAsync(path, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    /// <summary>
    /// 150 sagas that wait for a minute more each. Of each five, one is parked, two refund, and two reserve and are late. And 120 that ended, a minute after each other: of each
    /// four one is confirmed, and three are cancelled.
    /// </summary>
    public sealed class HostWithSagas : OrderSagaHost, IAsyncLifetime
    {
        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            await Database.ExecuteAsync("""
                insert into place_order_sagas (
                  correlation_id, current_state, version, customer_id, lines, reserve_stock_round, capture_payment_round, create_shipment_round, undo_round, attempt,
                  reserve_stock_undo, capture_payment_undo, deadline_at, waiting_since, parked_because, started_at, updated_at)
                select gen_random_uuid(), (array['Parked', 'RefundingPayment', 'RefundingPayment', 'ReservingStock', 'ReservingStock'])[1 + n % 5], 1, 'VINET', '[]', 1, 1, 0, 1, 1,
                  'Required', case when n % 5 = 0 then 'Failed' else 'Issued' end,
                  case when n % 5 = 0 then null when n % 5 < 3 then now() + interval '1 hour' else now() - interval '1 minute' end,
                  now() - n * interval '1 minute', case when n % 5 = 0 then 'The undo of CapturePayment was not answered in 8 attempts.' end, now(), now()
                from generate_series(1, 150) n
                """);
            await Database.ExecuteAsync("""
                insert into place_order_sagas (
                  correlation_id, current_state, version, customer_id, lines, definition_version, reserve_stock_round, capture_payment_round, create_shipment_round, undo_round,
                  attempt, called_off_because, started_at, updated_at, ended_at)
                select gen_random_uuid(), case when n % 4 = 0 then 'Confirmed' else 'Cancelled' end, 1, 'HANAR', '[]', case when n % 4 = 0 then 2 else 1 end, 1, 1, 1, 0,
                  1, case when n % 4 = 0 then null when n % 2 = 0 or n % 8 = 1 then 'PriceChanged' else 'PaymentDeclined' end, now(), now(), now() - n * interval '1 minute'
                from generate_series(1, 120) n
                """);
        }
    }
}
