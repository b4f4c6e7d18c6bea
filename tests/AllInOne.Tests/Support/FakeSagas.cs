using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Sagas.AllInOne.Api;
using Sagas.AllInOne.Northwind;
using Sagas.AllInOne.Ordering;
using Sagas.Contracts;

namespace Sagas.AllInOne.Tests.Support;

/// <summary>The HTTP API of the four services on a port of its own, with everything behind it decided at once and in memory.</summary>
sealed class FakeSagas : IAsyncDisposable
{
    readonly WebApplication app;
    readonly HttpClient http;
    readonly Lock door = new();
    readonly Dictionary<string, Money> catalogue = [];
    readonly Dictionary<string, int> stock = [];
    readonly HashSet<string> receipts = [];
    readonly Dictionary<string, (Guid Id, string Fingerprint)> placements = [];
    readonly ConcurrentDictionary<Guid, OrderView> orders = new();

    FakeSagas()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Use(HinderAsync);
        app.MapPut("/products/{sku}", PutProduct);
        app.MapPost("/stock/{sku}/receipts", Receive);
        app.MapPost("/orders", Place);
        app.MapGet("/orders/{id:guid}", (Guid id) => Look(id));
        app.MapGet("/sagas/{id:guid}/timeline", (Guid id) => Results.Text($"timeline of {id}"));
        http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Called with every request, counted from 1. An answer other than null is sent instead of the real one.</summary>
    public Func<int, HttpContext, HttpStatusCode?> Hinder { get; set; } = (_, _) => null;

    /// <summary>Orders of these customers stay where they are.</summary>
    public HashSet<string> NeverEnding { get; } = [];

    public int Requests { get; private set; }

    public int Placements => placements.Count;

    public int MostOpen { get; private set; }

    public IReadOnlyDictionary<string, int> Stock => stock;

    public SagasApi Api => SagasApi.Over(http, new ApiPatience(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20)), TimeProvider.System);

    public static async Task<FakeSagas> StartAsync()
    {
        var fake = new FakeSagas();
        await fake.app.StartAsync();
        fake.http.BaseAddress = new Uri(fake.app.Urls.Single());
        return fake;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }

    async Task HinderAsync(HttpContext context, RequestDelegate next)
    {
        HttpStatusCode? answer;
        lock (door)
            answer = Hinder(++Requests, context);
        if (answer is null)
            await next(context);
        else
            context.Response.StatusCode = (int)answer;
    }

    IResult PutProduct(string sku, ProductBody product)
    {
        lock (door)
            catalogue[sku] = product.UnitPrice;
        return Results.NoContent();
    }

    IResult Receive(string sku, ReceiptBody receipt, [FromHeader(Name = "Idempotency-Key")] string key)
    {
        lock (door)
        {
            if (receipts.Add(key))
                stock[sku] = stock.GetValueOrDefault(sku) + receipt.Quantity;
        }

        return Results.Ok();
    }

    IResult Place(OrderBody order, [FromHeader(Name = "Idempotency-Key")] string key)
    {
        lock (door)
        {
            var fingerprint = $"{order.CustomerId} {order.PaymentToken} {order.ExpectedTotal} {string.Join(' ', order.Lines)} {order.ShipTo}";
            if (!placements.TryGetValue(key, out var placement))
            {
                placement = placements[key] = (Guid.CreateVersion7(), fingerprint);
                orders[placement.Id] = new OrderView(placement.Id, "Placed", NeverEnding.Contains(order.CustomerId) ? null : Decide(order));
                MostOpen = Math.Max(MostOpen, orders.Values.Count(view => view.Status == "Placed"));
            }

            return placement.Fingerprint == fingerprint
                ? Results.Accepted($"/orders/{placement.Id}", new { orderId = placement.Id })
                : Results.Problem("The key was used with another body.", statusCode: 422, title: "Key reused.");
        }
    }

    /// <summary>An order shows its end when it is looked at for the second time.</summary>
    IResult Look(Guid id)
    {
        lock (door)
        {
            var order = orders[id];
            var shown = order with { Outcome = order.Status == "Placed" ? null : order.Outcome };
            if (order.Outcome is not null)
                orders[id] = order with { Status = order.Outcome.Kind };
            return Results.Ok(shown);
        }
    }

    OrderView.Ending Decide(OrderBody order)
    {
        if (order.Lines.Any(line => stock.GetValueOrDefault(line.Sku) < line.Quantity))
            return new("Cancelled", Outcome.StockUnavailable);
        if (order.Lines.Sum(line => line.Quantity * catalogue[line.Sku].Amount) != order.ExpectedTotal.Amount)
            return new("Cancelled", Outcome.PriceChanged);
        if (order.PaymentToken != "tok_approved")
            return new("Cancelled", Outcome.PaymentDeclined);
        if (!Samples.IsServed(order.ShipTo.Country))
            return new("Cancelled", Outcome.ShipmentRefused);

        foreach (var line in order.Lines)
            stock[line.Sku] -= line.Quantity;
        return new(Outcome.Confirmed, null);
    }
}
