using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Sagas.TestKit;

namespace Sagas.EndToEnd.Tests;

/// <summary>A running process of all four services, used through its front door.</summary>
public sealed class Shop(ChildProcess process, Uri address) : IAsyncDisposable
{
    readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) };

    public ChildProcess Process => process;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await process.DisposeAsync();
    }

    public async Task StockAsync(string sku, int quantity)
    {
        using var product = await _http.PutAsJsonAsync($"/products/{sku}", new { name = sku, unitPrice = new { amount = "10.00", currency = "USD" } });
        product.EnsureSuccessStatusCode();
        using var receipt = new HttpRequestMessage(HttpMethod.Post, $"/stock/{sku}/receipts") { Content = JsonContent.Create(new { quantity }) };
        receipt.Headers.Add("Idempotency-Key", $"initial-{sku}");
        using var booked = await _http.SendAsync(receipt);
        booked.EnsureSuccessStatusCode();
    }

    /// <returns>The order's id; <c>null</c> when the process died instead of answering, or could not take the order.</returns>
    public async Task<Guid?> TryPlaceAsync(SampleOrder order)
    {
        try
        {
            return await PlaceAsync(order);
        }
        catch (Exception exception) when (Unanswered.Is(exception))
        {
            return null;
        }
    }

    /// <summary>Asks again, under the same key, until the order is accepted.</summary>
    public async Task<Guid> PlaceWithPatienceAsync(SampleOrder order, TimeSpan patience)
    {
        Guid? orderId = null;
        await Eventually.ShouldAsync(async () => (orderId = await TryPlaceAsync(order)) is not null, $"{order.Key} to be accepted", patience, () => Task.FromResult(process.Output));
        return orderId!.Value;
    }

    public async Task<Guid> PlaceAsync(SampleOrder order)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders") { Content = JsonContent.Create(order.Body) };
        request.Headers.Add("Idempotency-Key", order.Key);
        using var answer = await _http.SendAsync(request);
        if (answer.StatusCode >= HttpStatusCode.InternalServerError)
            throw new HttpRequestException($"The answer was {answer.StatusCode}.", null, answer.StatusCode);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("orderId").GetGuid();
    }

    public async Task CancelAsync(Guid orderId)
    {
        using var answer = await _http.PostAsJsonAsync($"/orders/{orderId}/cancel", new { reason = "changed my mind" });
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    /// <summary>Waits for an order to have one of these statuses, or for the time to be over.</summary>
    public async Task UntilAsync(Guid orderId, TimeSpan within, params IReadOnlyCollection<string> statuses)
    {
        var waited = Stopwatch.StartNew();
        var status = "";
        while (waited.Elapsed < within && !statuses.Contains(status))
            status = (await OrderAsync(orderId)).GetProperty("status").GetString()!;
    }

    /// <summary>Asks for a cancellation, which may come too late.</summary>
    public async Task TryCancelAsync(Guid orderId)
    {
        using var answer = await _http.PostAsJsonAsync($"/orders/{orderId}/cancel", new { reason = "changed my mind" });
        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.Accepted, HttpStatusCode.Conflict);
    }

    /// <returns>The return's id.</returns>
    public async Task<Guid> ReturnAsync(Guid orderId)
    {
        using var answer = await _http.PostAsJsonAsync($"/orders/{orderId}/returns", new { reason = "too big" });
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("returnId").GetGuid();
    }

    /// <summary>Books the arrival of a return's goods, once Inventory expects them.</summary>
    public Task ReceiveAsync(Guid returnId) => Eventually.ShouldAsync(
        async () =>
        {
            using var answer = await _http.PostAsync(new Uri($"/returns/{returnId}/receipt", UriKind.Relative), content: null);
            return answer.StatusCode == HttpStatusCode.OK;
        },
        $"the goods of return {returnId} to be expected",
        TimeSpan.FromSeconds(60),
        () => TimelineAsync(returnId));

    public async Task InspectAsync(Guid returnId, string sku, int sound, int damaged)
    {
        using var answer = await _http.PostAsJsonAsync($"/returns/{returnId}/inspection", new { lines = new[] { new { sku, sound, damaged } } });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    public async Task<JsonElement> OrderAsync(Guid orderId) => await _http.GetFromJsonAsync<JsonElement>($"/orders/{orderId}");

    /// <summary>Waits for an order to end.</summary>
    /// <returns>Confirmed, or the reason why it was cancelled.</returns>
    public async Task<string> OutcomeAsync(Guid orderId, TimeSpan? within = null)
    {
        var order = default(JsonElement);
        await Eventually.ShouldAsync(
            async () => (order = await OrderAsync(orderId)).TryGetProperty("outcome", out var outcome) && outcome.ValueKind == JsonValueKind.Object,
            $"order {orderId} to end",
            within ?? TimeSpan.FromSeconds(120),
            async () => $"{order}\n{await TimelineAsync(orderId)}\n{process.Output}");
        var outcome = order.GetProperty("outcome");
        return outcome.GetProperty("kind").GetString() == "Confirmed" ? "Confirmed" : outcome.GetProperty("reason").GetString()!;
    }

    public async Task<string> TimelineAsync(Guid orderId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/sagas/{orderId}/timeline");
        request.Headers.Add("Accept", "text/plain");
        using var answer = await _http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    public async Task<IReadOnlyList<JsonElement>> StepsAsync(Guid sagaId) =>
        [.. (await _http.GetFromJsonAsync<JsonElement>($"/sagas/{sagaId}/timeline")).GetProperty("steps").EnumerateArray()];

    /// <summary>Waits for a saga to be in a state.</summary>
    public Task UntilSagaIsAsync(Guid sagaId, string state) => Eventually.ShouldAsync(
        async () => (await _http.GetFromJsonAsync<JsonElement>($"/sagas/{sagaId}")).GetProperty("state").GetString() == state,
        $"saga {sagaId} to be {state}",
        TimeSpan.FromSeconds(60),
        () => TimelineAsync(sagaId));

    /// <summary>Settles by hand what a parked saga owes.</summary>
    public async Task ResolveAsync(Guid sagaId, string step)
    {
        using var answer = await _http.PostAsJsonAsync($"/sagas/{sagaId}/resolve", new { reason = "counted by hand", step, evidence = "inventory list 4711" });
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
    }

    /// <returns>The file's name, and what is in it.</returns>
    public async Task<(string? FileName, string Content)> ExportAsync(Guid sagaId)
    {
        using var answer = await _http.GetAsync(new Uri($"/sagas/{sagaId}/export", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentDisposition?.DispositionType.ShouldBe("attachment");
        return (answer.Content.Headers.ContentDisposition?.FileName, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Waits for readiness to be <c>Healthy</c>, or to be no more than <c>Degraded</c>.</summary>
    public async Task UntilReadyAndAsync(string status, TimeSpan? within = null)
    {
        var (code, text) = (default(HttpStatusCode), "");
        await Eventually.ShouldAsync(
            async () =>
            {
                using var answer = await _http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                (code, text) = (answer.StatusCode, await answer.Content.ReadAsStringAsync());
                return code == HttpStatusCode.OK && text.StartsWith($"{{\"status\":\"{status}\"", StringComparison.Ordinal);
            },
            $"readiness to say {status}",
            within,
            () => Task.FromResult($"{code}: {text}\n{process.Output}"));
    }
}

/// <summary>An order to place, with the key that makes placing it again the same order.</summary>
public sealed record SampleOrder(string Key, object Body)
{
    public static SampleOrder Of(string key, string token = "tok_approved", string country = "France", string sku = "SKU-1", string? expectedTotal = null, int quantity = 1) => new(key, new
    {
        customerId = "VINET",
        lines = new[] { new { sku, quantity } },
        shipTo = new { name = "Vins et alcools Chevalier", street = "59 rue de l'Abbaye", city = "Reims", country },
        paymentToken = token,
        expectedTotal = expectedTotal is null ? null : new { amount = expectedTotal, currency = "USD" },
    });

    /// <summary>Orders of every kind: most go through, some are turned round at each step.</summary>
    public static IReadOnlyList<SampleOrder> OfEveryKind(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => (i % 8) switch
        {
            1 => Of($"order-{i}", token: "tok_declined_insufficient_funds"),
            3 => Of($"order-{i}", country: "Norway"),
            5 => Of($"order-{i}", expectedTotal: "9.99"),
            7 => Of($"order-{i}", token: "tok_answer_lost"),
            _ => Of($"order-{i}"),
        }),
    ];

    public static string ExpectedOutcome(int index) => (index % 8) switch { 1 => "PaymentDeclined", 3 => "ShipmentRefused", 5 => "PriceChanged", _ => "Confirmed" };
}
