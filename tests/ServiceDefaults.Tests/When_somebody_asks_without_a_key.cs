using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sagas.ServiceDefaults.Tests.Offices;

namespace Sagas.ServiceDefaults.Tests;

public sealed class When_somebody_asks_without_a_key(OfficeHost host) : IClassFixture<OfficeHost>
{
    static readonly (string, string?)[] OneKey =
    [
        ("ApiKeys:0:Name", "ada"), ("ApiKeys:0:Hash", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("secret")))), ("ApiKeys:0:Roles:0", "read"),
    ];

    [Theory]
    [InlineData("Host", "localhost", HttpStatusCode.OK)]
    [InlineData("Host", "LOCALHOST:8080", HttpStatusCode.OK)]
    [InlineData("Host", "[::1]:8080", HttpStatusCode.OK)]
    [InlineData("Host", "sagas.example.com", HttpStatusCode.Forbidden)]
    [InlineData("Host", "127.0.0.1.example.com", HttpStatusCode.Forbidden)]
    [InlineData("Forwarded", "for=192.0.2.7", HttpStatusCode.Forbidden)]
    [InlineData("X-Forwarded-For", "192.0.2.7", HttpStatusCode.Forbidden)]
    [InlineData("x-forwarded-proto", "https", HttpStatusCode.Forbidden)]
    [InlineData("X-Original-For", "192.0.2.7", HttpStatusCode.Forbidden)]
    public async Task a_host_without_keys_answers_only_what_was_asked_of_it_on_this_machine(string header, string value, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/dead-letters");
        request.Headers.TryAddWithoutValidation(header, value);

        using var answer = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task a_host_without_keys_does_not_know_who_is_behind_a_unix_socket()
    {
        var socket = Path.Combine(Path.GetTempPath(), $"{Guid.CreateVersion7():N}.sock");
        await using var app = await OfficeHost.StartAsync(host.North, host.South, ("urls", $"http://unix:{socket}"));
        using var http = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync }) { BaseAddress = new Uri("http://localhost") };

        (await StatusAsync(http, "/health/live")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(http, "/dead-letters")).ShouldBe(HttpStatusCode.Forbidden);
        await app.StopAsync(TestContext.Current.CancellationToken);

        async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
        {
            var line = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await line.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
            return new NetworkStream(line, ownsSocket: true);
        }
    }

    [Fact]
    public async Task a_host_with_keys_shows_what_there_is_to_ask_and_where_the_key_goes()
    {
        await using var app = await OfficeHost.StartAsync(host.North, host.South, OneKey);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        (await StatusAsync(http, "/dead-letters")).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(http, "/nowhere")).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(http, "/swagger/index.html")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(http, "/health/live")).ShouldBe(HttpStatusCode.OK);

        var document = JsonDocument.Parse(await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken)).RootElement;
        var scheme = document.GetProperty("components").GetProperty("securitySchemes").GetProperty("ApiKey");
        (scheme.GetProperty("in").GetString(), scheme.GetProperty("name").GetString()).ShouldBe(("header", "X-Api-Key"));
        document.GetProperty("security")[0].TryGetProperty("ApiKey", out _).ShouldBeTrue();
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
