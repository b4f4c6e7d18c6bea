using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Sagas.OrderSaga.Tests.Api;

public sealed class When_a_request_is_bad(OrderSagaHost host) : IClassFixture<OrderSagaHost>
{
    public static TheoryData<string, string, string> Bodies => BadRequests.Bodies;

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task it_is_refused_with_the_field_and_nothing_is_written(string what, string body, string field)
    {
        var before = await host.RowsAsync();

        using var answer = await PostAsync(body);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, what);
        var problem = await ProblemAsync(answer);
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldContain(field, $"{what}: {problem}");
        problem.ToString().ShouldNotContain("Sagas.");
        (await host.RowsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task a_body_of_ten_megabytes_is_refused_whether_its_length_is_known_or_not()
    {
        var before = await host.RowsAsync();
        var body = BadRequests.GoodBody.Replace("VINET", new string('x', 10 * 1024 * 1024), StringComparison.Ordinal);

        using var known = await PostAsync(body);
        using var chunked = await PostAsync(body, content => content.Headers.ContentLength = null);

        known.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        chunked.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await ProblemAsync(known)).GetProperty("detail").GetString()!.ShouldContain("65536");
        (await host.RowsAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task a_body_that_is_not_declared_as_json_is_refused(string mediaType)
    {
        using var answer = await PostAsync(BadRequests.GoodBody, content => content.Headers.ContentType = new MediaTypeHeaderValue(mediaType));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await ProblemAsync(answer)).GetProperty("detail").GetString()!.ShouldContain("application/json");
    }

    [Fact]
    public async Task an_idempotency_key_that_is_blank_endless_or_not_ascii_is_refused()
    {
        foreach (var key in new[] { " ", new string('k', 201), "Schlüssel" })
        {
            using var answer = await PostAsync(BadRequests.GoodBody, content => { }, key);

            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await ProblemAsync(answer)).GetProperty("errors").TryGetProperty("Idempotency-Key", out _).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task two_idempotency_keys_are_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders") { Content = new StringContent(BadRequests.GoodBody, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", ["one", "another"]);

        using var answer = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ProblemAsync(answer)).GetProperty("errors").GetProperty("Idempotency-Key")[0].GetString()!.ShouldContain("more than once");
    }

    [Theory]
    [InlineData("", "body")]
    [InlineData("""{"customerId":""", "customerId")]
    public async Task a_body_that_is_nested_without_end_is_called_so(string before, string field)
    {
        using var answer = await PostAsync(before + new string('[', 1000) + new string(']', 1000));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ProblemAsync(answer)).GetProperty("errors").GetProperty(field)[0].GetString()!.ShouldContain("nested too deeply");
    }

    [Fact]
    public async Task a_byte_order_mark_before_the_body_is_no_fault()
    {
        using var answer = await PostAsync("\uFEFF" + BadRequests.GoodBody);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("limit=abc", "limit", "whole number")]
    [InlineData("after=x", "after", "whole number")]
    [InlineData("limt=1", "limt", "There are after, limit.")]
    public async Task a_part_of_a_timeline_that_makes_no_sense_is_refused_by_its_parameter(string query, string field, string remedy)
    {
        using var answer = await host.Client.GetAsync($"/sagas/{Guid.CreateVersion7()}/timeline?{query}", TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ProblemAsync(answer)).GetProperty("errors").GetProperty(field)[0].GetString()!.ShouldContain(remedy);
    }

    [Theory]
    [InlineData("'; drop table events; --")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("Ω≈ç√∫˜µ≤≥÷ 注文 🛒")]
    public async Task text_that_looks_dangerous_is_only_text(string customer)
    {
        using var answer = await PostAsync(BadRequests.GoodBody.Replace("\"VINET\"", JsonSerializer.Serialize(customer), StringComparison.Ordinal));

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using var order = await host.Client.GetAsync(answer.Headers.Location, TestContext.Current.CancellationToken);
        order.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await ProblemAsync(order)).GetProperty("customerId").GetString().ShouldBe(customer);
    }

    [Fact]
    public async Task an_id_that_is_none_or_unknown_is_not_found()
    {
        foreach (var path in new[] { "/orders/42", $"/orders/{Guid.CreateVersion7()}", $"/orders/{Guid.CreateVersion7()}/events", $"/sagas/{Guid.CreateVersion7()}/timeline" })
        {
            using var answer = await host.Client.GetAsync(path, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", path);
        }
    }

    async Task<HttpResponseMessage> PostAsync(string body, Action<HttpContent>? configure = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        configure?.Invoke(request.Content);
        if (idempotencyKey is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        return await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
}
