using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Sagas.Inventory.ReceivingStock;

namespace Sagas.Inventory.Tests;

public sealed class When_goods_are_received(Warehouse warehouse) : IClassFixture<Warehouse>
{
    [Fact]
    public async Task they_are_available()
    {
        await warehouse.StockAsync("chai", 39);

        using var answer = await PostAsync("chai", """{"quantity": 11}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var level = await warehouse.LevelAsync("chai");
        (level.Received, level.Available).ShouldBe((50, 50));
    }

    [Fact]
    public async Task sending_the_request_again_books_nothing_more_and_gets_the_first_answer()
    {
        await warehouse.StockAsync("chang", 0);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var answer = await PostAsync("chang", """{"quantity": 5}""", "delivery-17");
            return await answer.Content.ReadFromJsonAsync<Receipt>();
        }));

        answers.Distinct().Count().ShouldBe(1);
        (await warehouse.LevelAsync("chang")).Available.ShouldBe(5);
    }

    [Fact]
    public async Task a_key_that_stands_for_another_receipt_is_refused()
    {
        await warehouse.StockAsync("syrup", 0);
        (await PostAsync("syrup", """{"quantity": 5}""", "delivery-18")).EnsureSuccessStatusCode();

        using var answer = await PostAsync("syrup", """{"quantity": 6}""", "delivery-18");

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await warehouse.LevelAsync("syrup")).Available.ShouldBe(5);
    }

    [Fact]
    public async Task a_sku_that_the_catalogue_does_not_have_is_not_found()
    {
        using var answer = await PostAsync("nothing", """{"quantity": 1}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ProblemAsync(answer)).GetProperty("detail").GetString()!.ShouldContain("PUT /products/nothing");
    }

    [Theory]
    [InlineData("""{"quantity": 0}""", "quantity")]
    [InlineData("""{"quantity": -1}""", "quantity")]
    [InlineData("""{"quantity": 10000001}""", "quantity")]
    [InlineData("""{"quantity": "many"}""", "quantity")]
    [InlineData("""{"quantity": 1.5}""", "quantity")]
    [InlineData("""{"quantity": 1, "colour": "red"}""", "colour")]
    [InlineData("""{}""", "quantity")]
    [InlineData("""{"quantity": "1"}""", "quantity")]
    [InlineData("""{"quantity": null}""", "quantity")]
    [InlineData("no json", "body")]
    public async Task a_request_that_makes_no_sense_names_the_field_and_books_nothing(string body, string field)
    {
        await warehouse.StockAsync("gumbo", 0);

        using var answer = await PostAsync("gumbo", body);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = (await ProblemAsync(answer)).GetProperty("errors").EnumerateObject().ShouldHaveSingleItem();
        error.Name.ShouldBe(field);
        error.Value.ToString().ShouldNotContain("System.");
        (await warehouse.LevelAsync("gumbo")).Received.ShouldBe(0);
    }

    [Fact]
    public async Task a_key_in_another_encoding_than_ascii_is_refused_by_name()
    {
        await warehouse.StockAsync("tofu", 0);
        using var http = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1 }) { BaseAddress = warehouse.Host.Http.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/stock/tofu/receipts") { Content = JsonContent.Create(new { quantity = 1 }) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", "Schlüssel");

        using var answer = await http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ProblemAsync(answer)).GetProperty("errors").GetProperty("Idempotency-Key")[0].GetString()!.ShouldContain("ASCII");
        (await warehouse.LevelAsync("tofu")).Received.ShouldBe(0);
    }

    async Task<HttpResponseMessage> PostAsync(string sku, string body, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/stock/{sku}/receipts") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await warehouse.Host.Http.SendAsync(request);
    }

    static Task<JsonElement> ProblemAsync(HttpResponseMessage answer) => answer.Content.ReadFromJsonAsync<JsonElement>();
}
