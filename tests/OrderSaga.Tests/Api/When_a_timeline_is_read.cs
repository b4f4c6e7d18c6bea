using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.Api;

public sealed class When_a_timeline_is_read(OrderSagaHost host) : IClassFixture<OrderSagaHost>
{
    [Theory]
    [InlineData("text/plain", "text/plain", "ReservingStock")]
    [InlineData("application/json", "application/json", "\"stateAfter\":\"ReservingStock\"")]
    [InlineData("*/*", "application/json", "\"messageType\":\"PlaceOrder\"")]
    [InlineData("text/vnd.mermaid", "text/vnd.mermaid", "sequenceDiagram")]
    [InlineData("text/html, text/plain;q=0.5, application/json;q=0.1", "text/plain", "a client sent PlaceOrder")]
    [InlineData("text/plain; charset=utf-8", "text/plain", "a client sent PlaceOrder")]
    [InlineData("*/*, application/json;q=0", "text/plain", "a client sent PlaceOrder")]
    [InlineData("TEXT/*", "text/plain", "a client sent PlaceOrder")]
    public async Task it_is_told_as_the_client_likes_it(string accept, string mediaType, string told)
    {
        var order = await PlaceAsync();

        using var answer = await GetAsync(order, accept);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(mediaType);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(told);
    }

    [Fact]
    public async Task a_step_names_the_events_that_its_commit_appended()
    {
        var order = await PlaceAsync();
        var bus = await host.Services.GetRequiredService<IBus>().GetSendEndpoint(Endpoints.Address(Endpoints.PlaceOrder));
        var total = new Money(168m, "USD");
        await bus.Send(
            new StockReserved
            {
                SagaId = order, OrderId = order, EffectKey = new EffectKey(order, "reserve-stock", EffectIntent.Do, 1), Total = total,
                Lines = [new ReservedLine { Sku = "NW-011", Quantity = 12, UnitPrice = new Money(14m, "USD"), LineTotal = total }],
            },
            TestContext.Current.CancellationToken);
        await Eventually.ShouldAsync(
            async () => await host.Database.ScalarAsync<long>("select count(*) from saga_timeline where correlation_id = $1", order) > 1, "the reply to be handled");

        using var answer = await GetAsync(order, "application/json", "?after=1");

        var step = (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("steps")[0];
        step.GetProperty("details").GetProperty("events").EnumerateArray().Select(appended => appended.GetProperty("type").GetString()).ShouldBe(["order-stock-reserved"]);
    }

    [Fact]
    public async Task as_text_it_says_how_it_is_encoded()
    {
        using var answer = await GetAsync(await PlaceAsync(), "text/plain");

        answer.Content.Headers.ContentType!.CharSet.ShouldBe("utf-8");
    }

    [Fact]
    public async Task after_the_last_step_it_has_no_steps_and_still_its_summary()
    {
        var order = await PlaceAsync();

        using var answer = await GetAsync(order, "application/json", "?after=1");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var document = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        document.GetProperty("steps").GetArrayLength().ShouldBe(0);
        document.GetProperty("summary").GetProperty("state").GetString().ShouldBe("ReservingStock");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/vnd.mermaid")]
    public async Task after_the_last_step_it_is_still_told_from_the_beginning(string accept)
    {
        var order = await PlaceAsync();

        using var answer = await GetAsync(order, accept, "?after=1");

        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("ReservingStock");
    }

    [Fact]
    public async Task its_summary_is_of_all_steps_however_many_there_are()
    {
        var order = await PlaceAsync();
        await host.Database.ExecuteAsync(
            """
            insert into saga_timeline (
              saga_type, correlation_id, number, recorded_at, kind, state_before, state_after, saga_version, message_type, attempt, redelivery, redelivered,
              received_at, handled_at, details, previous_hash, hash)
            select saga_type, correlation_id, added.number, recorded_at, 'Ignored', 'ReservingStock', 'ReservingStock', added.number, 'CancelOrder', 1, 0, false,
              received_at, handled_at, '{}', hash, hash
            from saga_timeline, generate_series(2, 1200) as added (number)
            where correlation_id = $1 and saga_timeline.number = 1
            """,
            order);

        using var answer = await GetAsync(order, "application/json", "?after=1005");

        var document = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        document.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("number").GetInt64()).ShouldBe(Enumerable.Range(1006, 195).Select(number => (long)number));
        document.GetProperty("summary").GetProperty("steps").GetInt32().ShouldBe(1200);
        document.GetProperty("summary").GetProperty("pendingTimers").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("application/json;q=0")]
    public async Task in_a_way_that_there_is_not_it_is_refused(string accept)
    {
        using var answer = await GetAsync(await PlaceAsync(), accept);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotAcceptable);
    }

    [Fact]
    public async Task neither_tokens_nor_addresses_are_told()
    {
        using var answer = await GetAsync(await PlaceAsync(), "application/json");

        var told = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        told.ShouldNotContain("tok_approved");
        told.ShouldNotContain("Reims");
    }

    async Task<Guid> PlaceAsync()
    {
        using var answer = await host.Client.PostAsync(
            "/orders", new StringContent(BadRequests.GoodBody, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        var order = (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("orderId").GetGuid();
        await Eventually.ShouldAsync(
            async () => await host.Database.ScalarAsync<long>("select count(*) from saga_timeline where correlation_id = $1", order) > 0, "the saga's first step");
        return order;
    }

    Task<HttpResponseMessage> GetAsync(Guid order, string accept, string query = "")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/sagas/{order}/timeline{query}");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
