using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.Api;

public sealed class When_the_host_has_api_keys(When_the_host_has_api_keys.HostWithKeys host) : IClassFixture<When_the_host_has_api_keys.HostWithKeys>
{
    [Theory]
    [InlineData("GET", "/orders/018f0000-0000-7000-8000-000000000000", "read")]
    [InlineData("GET", "/orders/018f0000-0000-7000-8000-000000000000/events", "read")]
    [InlineData("GET", "/sagas", "read")]
    [InlineData("GET", "/sagas/018f0000-0000-7000-8000-000000000000", "read")]
    [InlineData("GET", "/dead-letters", "read")]
    [InlineData("POST", "/dead-letters/018f0000-0000-7000-8000-000000000000/redrive", "operate")]
    [InlineData("GET", "/sagas/018f0000-0000-7000-8000-000000000000/timeline", "read")]
    [InlineData("GET", "/sagas/018f0000-0000-7000-8000-000000000000/export", "read")]
    [InlineData("POST", "/orders", "place")]
    [InlineData("POST", "/orders/018f0000-0000-7000-8000-000000000000/cancel", "place")]
    [InlineData("POST", "/sagas/018f0000-0000-7000-8000-000000000000/retry", "operate")]
    [InlineData("POST", "/sagas/018f0000-0000-7000-8000-000000000000/resolve", "operate")]
    [InlineData("POST", "/sagas/018f0000-0000-7000-8000-000000000000/compensate", "operate")]
    public async Task each_endpoint_needs_its_role(string method, string path, string role)
    {
        foreach (var key in HostWithKeys.Names)
        {
            using var answer = await SendAsync(method, path, key);

            if (key == role)
                answer.StatusCode.ShouldNotBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden);
            else
                await ShouldBeRefusedAsync(answer, HttpStatusCode.Forbidden, $"Key {key} lacks the role {role}.");
        }
    }

    [Fact]
    public async Task nobody_gets_in_without_one() =>
        await ShouldBeRefusedAsync(await SendAsync("GET", $"/sagas/{Guid.CreateVersion7()}", key: null), HttpStatusCode.Unauthorized, "Field X-Api-Key");

    [Theory]
    [InlineData("rea")]
    [InlineData("operate ")]
    [InlineData("OPERATE")]
    public async Task nobody_gets_in_with_another(string key) =>
        await ShouldBeRefusedAsync(await SendAsync("GET", $"/sagas/{Guid.CreateVersion7()}", key + "x"), HttpStatusCode.Unauthorized, "send a key that this host knows");

    [Fact]
    public async Task health_stays_open()
    {
        using var answer = await SendAsync("GET", "/health/live", key: null);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task the_keys_name_is_the_actor()
    {
        using var placed = await SendAsync("POST", "/orders", "place", BadRequests.GoodBody);
        var order = (await placed.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("orderId").GetGuid();
        await Eventually.ShouldAsync(
            async () => await host.Database.ScalarAsync<long>("select count(*) from place_order_sagas where correlation_id = $1", order) == 1, "the saga to begin");

        using var turned = await SendAsync("POST", $"/sagas/{order}/compensate", "operate", """{"reason":"fraud"}""");

        turned.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Eventually.ShouldAsync(
            async () => await host.Database.ScalarAsync<string>(
                "select actor || ': ' || reason from saga_timeline where correlation_id = $1 and message_type = 'CompensateSaga'", order) == "operate: fraud",
            "the operator on the timeline");
        (await host.Database.QueryAsync(
                "select type || ' by ' || (metadata ->> 'actor') from events where stream = $1 order by version", row => row.GetString(0), $"order-{order}"))
            .ShouldBe(["order-placed by place", "order-operator-requested by operate", "order-cancellation-requested by operate"]);
    }

    [Theory]
    [InlineData("Hash", "abc", "is not a SHA-256")]
    [InlineData("Roles:0", "root", "has the role root, which there is not")]
    [InlineData("Name", "", "has no name")]
    public async Task a_faulty_one_stops_the_host(string field, string value, string fault)
    {
        await using var faulty = new HostWithKeys { Faulty = (field, value) };

        var refusal = await Should.ThrowAsync<OptionsValidationException>(async () => await faulty.InitializeAsync());

        refusal.Message.ShouldContain(fault);
    }

    async Task<HttpResponseMessage> SendAsync(string method, string path, string? key, string body = "{}")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST")
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (key is not null)
            request.Headers.TryAddWithoutValidation("X-Api-Key", $"secret of {key}");
        return await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    static async Task ShouldBeRefusedAsync(HttpResponseMessage answer, HttpStatusCode status, string because)
    {
        answer.StatusCode.ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("detail").GetString()!.ShouldContain(because);
    }

    /// <summary>Three keys, each with the one role that it is named after.</summary>
    public sealed class HostWithKeys : OrderSagaHost
    {
        public static readonly string[] Names = ["read", "place", "operate"];

        internal (string Field, string Value)? Faulty { get; init; }

        protected override IReadOnlyDictionary<string, string> Settings
        {
            get
            {
                var settings = new Dictionary<string, string>();
                for (var i = 0; i < Names.Length; i++)
                {
                    settings[$"ApiKeys:{i}:Name"] = Names[i];
                    settings[$"ApiKeys:{i}:Hash"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"secret of {Names[i]}")));
                    settings[$"ApiKeys:{i}:Roles:0"] = Names[i];
                }

                if (Faulty is var (what, value))
                    settings[$"ApiKeys:1:{what}"] = value;
                return settings;
            }
        }
    }
}
