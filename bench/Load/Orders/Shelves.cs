using System.Net.Http.Json;

namespace Sagas.Load.Orders;

/// <summary>Puts Northwind's catalogue in, and more of each product into stock than any run asks for.</summary>
static class Shelves
{
    const int Units = 10_000_000;

    public static async Task FillAsync(Uri address)
    {
        using var inventory = new HttpClient { BaseAddress = address };
        foreach (var product in Northwind.Products())
        {
            var sku = product["sku"]!.GetValue<string>();
            await SendAsync(inventory.PutAsJsonAsync($"/products/{sku}", new
            {
                name = product["name"]!.GetValue<string>(),
                unitPrice = Money.Dollars(product["unitPrice"]!.GetValue<decimal>()),
            }));
            await SendAsync(inventory.PostAsJsonAsync($"/stock/{sku}/receipts", new { quantity = Units }));
        }
    }

    static async Task SendAsync(Task<HttpResponseMessage> sending)
    {
        using var response = await sending;
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"Inventory answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }
}
