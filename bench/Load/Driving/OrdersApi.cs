using System.Net.Http.Headers;
using System.Net;
using System.Text;

namespace Sagas.Load.Driving;

/// <summary><c>POST /orders</c>, as many clients would use it at once.</summary>
sealed class OrdersApi : IDisposable
{
    static readonly MediaTypeHeaderValue Json = new("application/json");

    readonly HttpClient _http;

    public OrdersApi(Uri address) => _http = new HttpClient(
        new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null })
    {
        BaseAddress = address,
    };

    /// <returns>The order's id.</returns>
    /// <exception cref="InvalidOperationException">The order is not accepted.</exception>
    public async Task<Guid> PlaceAsync(byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders") { Content = new ByteArrayContent(body) { Headers = { ContentType = Json } } };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        using var response = await _http.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        return response.StatusCode == HttpStatusCode.Accepted
            ? JsonMembers.ReadGuid(answer, "orderId")
            : throw new InvalidOperationException($"POST /orders answered {(int)response.StatusCode}: {Encoding.UTF8.GetString(answer)}");
    }

    public void Dispose() => _http.Dispose();
}
