using System.Net;
using System.Text;
using System.Text.Json;

namespace Sagas.OrderSaga.Tests.Api;

public sealed class When_a_request_is_repeated(OrderSagaHost host) : IClassFixture<OrderSagaHost>
{
    [Fact]
    public async Task fifty_times_at_once_it_makes_one_order()
    {
        var key = Guid.CreateVersion7().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => PostAsync(BadRequests.GoodBody, key)));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Accepted);
        answers.Select(answer => answer.OrderId).Distinct().Count().ShouldBe(1);
        (await host.Database.ScalarAsync<long>("select count(*) from idempotency_keys where key = $1", key)).ShouldBe(1);
        (await host.Database.ScalarAsync<long>("select count(*) from streams where stream = $1", $"order-{answers[0].OrderId}")).ShouldBe(1);
    }

    [Fact]
    public async Task with_other_spacing_it_is_still_the_same_request()
    {
        var key = Guid.CreateVersion7().ToString();

        var first = await PostAsync(BadRequests.GoodBody, key);
        var second = await PostAsync(JsonSerializer.Serialize(JsonDocument.Parse(BadRequests.GoodBody)), key);

        second.OrderId.ShouldBe(first.OrderId);
    }

    [Fact]
    public async Task with_another_body_it_is_refused_and_nothing_is_written()
    {
        var key = Guid.CreateVersion7().ToString();
        await PostAsync(BadRequests.GoodBody, key);
        var streams = await host.Database.ScalarAsync<long>("select count(*) from streams");

        var second = await PostAsync(BadRequests.GoodBody.Replace("VINET", "TOMSP", StringComparison.Ordinal), key);

        second.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await host.Database.ScalarAsync<long>("select count(*) from streams")).ShouldBe(streams);
    }

    [Fact]
    public async Task without_a_key_it_is_another_order()
    {
        var first = await PostAsync(BadRequests.GoodBody, key: null);
        var second = await PostAsync(BadRequests.GoodBody, key: null);

        second.OrderId.ShouldNotBe(first.OrderId);
    }

    async Task<(HttpStatusCode Status, string? OrderId)> PostAsync(string body, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var answer = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (answer.StatusCode, json.RootElement.TryGetProperty("orderId", out var id) ? id.GetString() : null);
    }
}
