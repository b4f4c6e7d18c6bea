using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Npgsql;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.Api;

public sealed class When_the_database_is_away : IAsyncLifetime
{
    readonly TestDatabase _database = new();
    TcpProxy _line = null!;
    WebApplicationFactory<Program> _host = null!;
    HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        var app = new NpgsqlConnectionStringBuilder(_database.AppConnectionString);
        _line = new TcpProxy(new Uri($"tcp://{app.Host}:{app.Port}"));
        (app.Host, app.Port) = (_line.Address.Host, _line.Address.Port);
        _host = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseSetting("ConnectionStrings:OrderSaga", app.ConnectionString);
            host.UseSetting("ConnectionStrings:OrderSagaOwner", _database.OwnerConnectionString);
        });
        _client = _host.CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        _line.Mend();
        _client.Dispose();
        await _host.DisposeAsync();
        await _line.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task every_request_is_answered_by_when_to_ask_again_and_a_repeat_takes_effect_once()
    {
        var key = Guid.CreateVersion7().ToString();
        var order = Guid.CreateVersion7();
        _line.Cut();

        await IsUnavailableAsync(() => PostAsync("/orders", BadRequests.GoodBody, key));
        await IsUnavailableAsync(() => PostAsync($"/orders/{order}/cancel", """{"reason": "changed my mind"}"""));
        await IsUnavailableAsync(() => PostAsync($"/orders/{order}/returns", """{"reason": "too big"}""", key));
        await IsUnavailableAsync(() => PostAsync($"/sagas/{order}/retry", """{"reason": "try again"}"""));
        await IsUnavailableAsync(() => _client.GetAsync($"/orders/{order}", TestContext.Current.CancellationToken));
        await IsUnavailableAsync(() => _client.GetAsync("/sagas?state=Parked", TestContext.Current.CancellationToken));
        await IsUnavailableAsync(() => _client.GetAsync("/dead-letters", TestContext.Current.CancellationToken));

        using var asText = new HttpRequestMessage(HttpMethod.Get, $"/sagas/{order}/timeline") { Headers = { { "Accept", "text/plain" } } };
        using var withoutText = await _client.SendAsync(asText, TestContext.Current.CancellationToken);
        (withoutText.StatusCode, withoutText.Headers.RetryAfter!.Delta).ShouldBe((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(5)));

        _line.Mend();
        using var first = await PostAsync("/orders", BadRequests.GoodBody, key);
        using var again = await PostAsync("/orders", BadRequests.GoodBody, key);
        (first.StatusCode, again.StatusCode).ShouldBe((HttpStatusCode.Accepted, HttpStatusCode.Accepted));
        again.Headers.Location.ShouldBe(first.Headers.Location);
        (await _database.ScalarAsync<long>("select count(*) from streams")).ShouldBe(1);
    }

    static async Task IsUnavailableAsync(Func<Task<HttpResponseMessage>> ask)
    {
        using var answer = await ask();
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("type").GetString().ShouldBe("urn:sagas:problem:unavailable");
    }

    Task<HttpResponseMessage> PostAsync(string path, string body, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return _client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
