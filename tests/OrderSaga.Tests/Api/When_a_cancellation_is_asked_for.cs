using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.Api;

public sealed class When_a_cancellation_is_asked_for(OrderSagaHost host) : IClassFixture<OrderSagaHost>
{
    [Fact]
    public async Task it_is_recorded_on_the_stream_and_the_saga_turns_round()
    {
        var order = await PlaceAsync();

        using var answer = await CancelAsync(order, """{"reason":"changed my mind","requestedBy":"VINET"}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var types = await host.Database.QueryAsync("select type from events where stream = $1 order by version", row => row.GetString(0), $"order-{order}");
        types.ShouldContain("order-cancellation-requested");
        await Eventually.ShouldAsync(
            async () => await host.Database.ScalarAsync<string>("select current_state from place_order_sagas where correlation_id = $1", order) == "UnreservingStock",
            "the saga to undo its reservation");
    }

    [Fact]
    public async Task twice_it_is_recorded_once()
    {
        var order = await PlaceAsync();

        using var first = await CancelAsync(order, """{"reason":"changed my mind"}""");
        using var second = await CancelAsync(order, """{"reason":"I mean it"}""");

        second.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await host.Database.ScalarAsync<long>(
            "select count(*) from events where stream = $1 and type = 'order-cancellation-requested'", $"order-{order}")).ShouldBe(1);
    }

    [Theory]
    [InlineData("""{}""", "reason")]
    [InlineData("""{"reason":" "}""", "reason")]
    [InlineData("""{"reason":"x","because":"y"}""", "because")]
    [InlineData("""{"reason":"x","requestedBy":""}""", "requestedBy")]
    public async Task badly_it_is_refused_with_the_field(string body, string field)
    {
        var order = await PlaceAsync();

        using var answer = await CancelAsync(order, body);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldContain(field);
    }

    [Fact]
    public async Task of_an_order_that_does_not_exist_it_is_not_found()
    {
        using var answer = await CancelAsync(Guid.CreateVersion7(), """{"reason":"changed my mind"}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    async Task<Guid> PlaceAsync()
    {
        using var answer = await host.Client.PostAsync(
            "/orders", new StringContent(BadRequests.GoodBody, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("orderId").GetGuid();
    }

    Task<HttpResponseMessage> CancelAsync(Guid order, string body) =>
        host.Client.PostAsync($"/orders/{order}/cancel", new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
}
