using System.Net;
using System.Text;
using System.Text.Json;
using Sagas.OrderSaga.Tests.Api;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.Web;

/// <summary>What a browser does, as requests.</summary>
static class Pages
{
    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<string> PageAsync(this OrderSagaHost host, string address, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await host.Client.GetAsync(address, Stop);
        answer.StatusCode.ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    /// <summary>Sends a form as a browser does that was shown it by this host, unless said otherwise.</summary>
    public static async Task<HttpResponseMessage> SendFormAsync(
        this OrderSagaHost host, string address, Dictionary<string, string> fields, string? origin = "http://localhost", string? site = "same-origin")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) };
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        if (site is not null)
            request.Headers.Add("Sec-Fetch-Site", site);
        return await host.Client.SendAsync(request, Stop);
    }

    /// <summary>An order whose saga has begun.</summary>
    public static async Task<Guid> BegunAsync(this OrderSagaHost host, string customer = "VINET")
    {
        using var answer = await host.Client.PostAsync(
            "/orders", new StringContent(BadRequests.GoodBody.Replace("VINET", JsonEncodedText.Encode(customer).ToString(), StringComparison.Ordinal), Encoding.UTF8, "application/json"), Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        var order = body.RootElement.GetProperty("orderId").GetGuid();
        await Eventually.ShouldAsync(
            async () => await host.Database.ScalarAsync<long>("select count(*) from saga_timeline where correlation_id = $1", order) > 0, "the saga's first step");
        return order;
    }
}
