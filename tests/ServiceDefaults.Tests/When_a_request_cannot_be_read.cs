using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Sagas.ServiceDefaults.Tests.Offices;

namespace Sagas.ServiceDefaults.Tests;

public sealed class When_a_request_cannot_be_read(OfficeHost host) : IClassFixture<OfficeHost>
{
    const string ADeadLetter = "/dead-letters/0198f3a0-0000-7000-8000-000000000001";

    [Theory]
    [InlineData(null, "body", "is required. Send a JSON object")]
    [InlineData("null", "body", "is required. Send a JSON object")]
    [InlineData("{}", "reason", "is required. Add it.")]
    [InlineData("""{"reason":null}""", "reason", "is null. Give it a value.")]
    [InlineData("""{"reason":7}""", "reason", "Give a text in quotes.")]
    [InlineData("""{"reason":"seen to","missing required properties":1}""", "['missing required properties']", "is not a field of this request.")]
    [InlineData("""{"reason":"seen to","by":"me"}""", "by", "is not a field of this request.")]
    [InlineData("""{"reason":"seen to","reason":"twice"}""", "reason", "stands twice.")]
    [InlineData("""{"reason":"see""", "reason", "is not valid JSON at line 1")]
    [InlineData("""["seen to"]""", "body", "has the wrong type")]
    [InlineData("""{"reason":"seen\u0000to"}""", "reason", "NUL")]
    public async Task the_answer_names_the_field_and_what_would_be_right(string? body, string field, string remedy)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await host.Http.PostAsync($"{ADeadLetter}/redrive", content, TestContext.Current.CancellationToken);

        await ShouldNameAsync(answer, field, remedy);
    }

    [Theory]
    [InlineData("/dead-letters?limit=many", "limit", "is many. Give a whole number up to 2147483647.")]
    [InlineData("/dead-letters?limit=2147483648", "limit", "is 2147483648. Give a whole number up to 2147483647.")]
    public async Task the_answer_names_the_parameter_and_what_it_must_be(string path, string field, string remedy)
    {
        using var answer = await host.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        await ShouldNameAsync(answer, field, remedy);
    }

    [Fact]
    public async Task a_dry_run_is_neither_guessed_nor_done()
    {
        using var answer = await host.Http.PostAsJsonAsync($"{ADeadLetter}/redrive?dryRun=zz", new { reason = "Only asking." }, TestContext.Current.CancellationToken);

        await ShouldNameAsync(answer, "dryRun", "is zz. Give true or false.");
    }

    static async Task ShouldNameAsync(HttpResponseMessage answer, string field, string remedy)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("errors").EnumerateObject().ShouldHaveSingleItem();
        error.Name.ShouldBe(field);
        var message = error.Value[0].GetString()!;
        message.ShouldContain(remedy);
        foreach (var inside in new[] { "Sagas.", "System.", "Decision", "Service", "parameter" })
            message.ShouldNotContain(inside);
    }
}
