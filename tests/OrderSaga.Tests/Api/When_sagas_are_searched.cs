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
    public async Task a_bad_question_names_the_field(string query, string field)
    {
        using var answer = await host.Client.GetAsync($"/sagas?{query}", TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("errors").EnumerateObject().Single().Name.ShouldBe(field);
    }

    [Fact]
    public async Task the_index_gives_the_order()
    {
        var plan = await host.Database.QueryAsync(
            "explain select * from place_order_sagas_under_way where (waiting_since, correlation_id) > (now() - interval '1 day', gen_random_uuid()) order by waiting_since, correlation_id limit 101",
            row => row.GetString(0));

        string.Join('\n', plan).ShouldContain("place_order_sagas_waiting");
        string.Join('\n', plan).ShouldNotContain("Sort");
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

    /// <summary>150 sagas that wait for a minute more each, and twenty thousand that have ended. Of each five, one is parked, two refund, and two reserve and are late.</summary>
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
                  correlation_id, current_state, version, customer_id, lines, reserve_stock_round, capture_payment_round, create_shipment_round, undo_round, attempt,
                  started_at, updated_at, ended_at)
                select gen_random_uuid(), 'Confirmed', 1, 'VINET', '[]', 1, 1, 1, 0, 1, now(), now(), now() from generate_series(1, 20000)
                """);
            await Database.ExecuteAsync("analyze place_order_sagas");
        }
    }
}
