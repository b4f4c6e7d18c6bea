using System.Net;
using Sagas.OrderSaga.Tests.Api;

namespace Sagas.OrderSaga.Tests.Web;

public sealed class When_pages_need_a_key(When_the_host_has_api_keys.HostWithKeys host) : IClassFixture<When_the_host_has_api_keys.HostWithKeys>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/place")]
    [InlineData("/sagas/018f0000-0000-7000-8000-000000000000/page")]
    public async Task without_one_they_ask_for_it_and_tell_nothing(string address)
    {
        var page = await host.PageAsync(address, HttpStatusCode.Unauthorized);

        page.ShouldContain("data-key");
        page.ShouldNotContain("under way");
    }

    [Theory]
    [InlineData("/", "place", HttpStatusCode.Forbidden)]
    [InlineData("/", "read", HttpStatusCode.OK)]
    [InlineData("/place", "read", HttpStatusCode.Forbidden)]
    [InlineData("/place", "place", HttpStatusCode.OK)]
    public async Task each_needs_its_role(string address, string role, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("X-Api-Key", $"secret of {role}");

        using var answer = await host.Client.SendAsync(request, Pages.Stop);

        answer.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task reading_is_not_operating()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sagas/018f0000-0000-7000-8000-000000000000/page/retry")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["reason"] = "x" }),
        };
        request.Headers.Add("Origin", "http://localhost");
        request.Headers.Add("X-Api-Key", "secret of read");

        using var answer = await host.Client.SendAsync(request, Pages.Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task styles_and_script_need_none() => (await host.Client.GetAsync("/explorer/explorer.css", Pages.Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
}
