using Sagas.AllInOne.Northwind;

namespace Sagas.AllInOne.Api;

/// <summary>The HTTP API of the four services, as a client far away would use it.</summary>
sealed class SagasApi(ApiConnection connection)
{
    public Uri Address => connection.Address;

    /// <param name="http">Knows the API's address. Its own timeout has to be off, because the patience is longer.</param>
    /// <param name="patience">How long to try.</param>
    /// <param name="clock">Times the attempts.</param>
    public static SagasApi Over(HttpClient http, ApiPatience patience, TimeProvider clock) => new(new ApiConnection(http, patience.ToPipeline(clock)));

    public Task PutProductAsync(NorthwindProduct product, CancellationToken cancellationToken) =>
        connection.SendAsync(new(HttpMethod.Put, $"/products/{product.Sku}") { Body = ProductBody.Of(product) }, cancellationToken);

    /// <summary>Books units into stock, once per key.</summary>
    public Task ReceiveStockAsync(string sku, int quantity, string key, CancellationToken cancellationToken) =>
        connection.SendAsync(
            new(HttpMethod.Post, $"/stock/{sku}/receipts") { Body = new ReceiptBody(quantity), IdempotencyKey = key }, cancellationToken);

    public async Task<Guid> PlaceAsync(NorthwindOrder order, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Post, "/orders") { Body = OrderBody.Of(order), IdempotencyKey = order.IdempotencyKey };
        return (await connection.SendAsync(request, ReadAsync<Placement>, cancellationToken)).OrderId;
    }

    public Task<OrderView> GetOrderAsync(Guid orderId, CancellationToken cancellationToken) =>
        connection.SendAsync(new(HttpMethod.Get, $"/orders/{orderId}"), ReadAsync<OrderView>, cancellationToken);

    public Task<string> GetTimelineAsync(Guid orderId, CancellationToken cancellationToken) =>
        connection.SendAsync(
            new(HttpMethod.Get, $"/sagas/{orderId}/timeline") { Accept = "text/plain" },
            (content, token) => content.ReadAsStringAsync(token),
            cancellationToken);

    static async Task<T> ReadAsync<T>(HttpContent content, CancellationToken cancellationToken) =>
        await content.ReadFromJsonAsync<T>(cancellationToken) ?? throw new ApiException("The API answered with null.");

    sealed record Placement(Guid OrderId);
}
