using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
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
    public async Task it_is_told_as_the_client_likes_it(string accept, string mediaType, string told)
    {
        var order = await PlaceAsync();

        using var answer = await GetAsync(order, accept);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(mediaType);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(told);
    }

    [Fact]
    public async Task in_a_way_that_there_is_not_it_is_refused()
    {
        using var answer = await GetAsync(await PlaceAsync(), "image/png");

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

    Task<HttpResponseMessage> GetAsync(Guid order, string accept)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/sagas/{order}/timeline");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
